const plain = /^[\w-]{1,64}$/;

/** Google's name for its request, for the log: a number or a UUID, as it has always been. */
export function googleRequest(requestId: string | number | undefined): { googleRequest?: string } {
  const text = String(requestId ?? '');
  return plain.test(text) ? { googleRequest: text } : {};
}
