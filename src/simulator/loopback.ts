/**
 * Whether a request's `Host` is a name of this machine. A page elsewhere can have a name of its own point here (DNS
 * rebinding), and would then talk to the simulator as if it were its own backend.
 */
export function isOwnHost(hostname: string): boolean {
  return isLoopback(hostname) || hostname.endsWith('.localhost');
}

/** Whether a host name means this machine. */
export function isLoopback(hostname: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i.test(hostname);
}
