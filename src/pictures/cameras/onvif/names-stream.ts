/**
 * Whether the stream that ONVIF names is that of the path `wanted`, except for what makers append only there
 * (`?transportmode=unicast&profile=Profile_1`, `&unicast=true&proto=Onvif`). Both are paths with their
 * queries.
 */
export function namesStream(named: string, wanted: string): boolean {
  const [there, here] = [pathUrl(named), pathUrl(wanted)];
  const said = new Set(parametersOf(there));
  const hasAll = parametersOf(here).every((parameter) => said.has(parameter));
  return bare(there) === bare(here) && hasAll;
}

/** Put behind a host as it stands: a path that begins with two slashes would be read as another host. */
const pathUrl = (path: string): URL => new URL(`rtsp://camera${path}`);

const parametersOf = ({ searchParams }: URL): readonly string[] =>
  [...searchParams].map((parameter) => JSON.stringify(parameter));

const bare = ({ pathname }: URL): string =>
  (pathname.endsWith('/') ? pathname.slice(0, -1) : pathname).toLowerCase();
