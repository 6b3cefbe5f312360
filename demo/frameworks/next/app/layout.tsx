import { connection } from 'next/server';
import type { ReactNode } from 'react';

export const metadata = { title: 'Linked accounts' };

export default async function Layout({ children }: { children: ReactNode }) {
  await connection(); // reads the environment for each request, not during the build
  return (
    <html lang="en">
      <body>
        {/* Only for the simulator: where its partners are. */}
        <script
          id="simulator"
          type="application/json"
          dangerouslySetInnerHTML={{ __html: process.env.ELEMENT_CONFIGURATION ?? '{}' }}
        />
        {children}
      </body>
    </html>
  );
}
