import ipaddr from "ipaddr.js";

type Address = ReturnType<typeof ipaddr.process>;
type Block = [ReturnType<typeof ipaddr.parse>, number];

const parse = (text: string): Address | null => (ipaddr.isValid(text) ? ipaddr.process(text) : null);

/** What the request says of its own way here, as far as the proxies on it are trusted. */
export type Origination = { address: string; protocol: string; host: string };

/** Reads the client's address and the outer protocol and host. `trusted` are addresses or CIDRs. */
export function createAddresses(trusted: readonly string[]) {
  const blocks = trusted.map((text): Block => {
    if (ipaddr.isValidCIDR(text)) return ipaddr.parseCIDR(text);
    const address = ipaddr.process(text);
    return [address, address.kind() === "ipv4" ? 32 : 128];
  });
  const isTrusted = (address: Address | null) =>
    address !== null &&
    blocks.some(([base, bits]) => base.kind() === address.kind() && address.match([base, bits] as never));

  return function originationOf(request: Request, peer: string): Origination {
    // A malformed Host makes a URL that is none.
    const url = URL.canParse(request.url) ? new URL(request.url) : new URL("http://unknown");
    const header = (name: string) => request.headers.get(name) ?? undefined;
    // Each proxy on the way may have added its own word; the outermost one's comes first.
    const first = (name: string) => header(name)?.split(",")[0]?.trim();
    const own = { protocol: url.protocol.slice(0, -1), host: header("host") ?? url.host };
    if (!isTrusted(parse(peer))) return { address: keyOf(peer), ...own };
    const hops = (header("x-forwarded-for") ?? "").split(",").map((hop) => hop.trim());
    const client = hops.findLast((hop) => hop !== "" && !isTrusted(parse(hop)));
    return {
      address: keyOf(client ?? peer),
      protocol: first("x-forwarded-proto") ?? own.protocol,
      host: first("x-forwarded-host") ?? own.host,
    };
  };
}

/** One key for one customer: an IPv4 address, or the /64 of an IPv6 one. */
function keyOf(text: string): string {
  const address = parse(text);
  if (address === null) return "unknown";
  if (address.kind() === "ipv4") return address.toString();
  return address.toNormalizedString().split(":").slice(0, 4).join(":");
}
