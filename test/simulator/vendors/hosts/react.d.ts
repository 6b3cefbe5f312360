/* What the host of Plaid's stand-in takes from React, which comes without types of its own. */
declare module 'react' {
  export type Node = object;
  export function createElement<Properties extends object>(
    type: string | ((properties: Properties) => Node),
    properties: Properties | null,
    ...children: readonly (Node | string)[]
  ): Node;
}
declare module 'react-dom/client' {
  import type { Node } from 'react';
  export function createRoot(container: Element): {
    render(node: Node): void;
    unmount(): void;
  };
}
