/** A user's name and password, as they stand in a camera's URL. */
export interface Credentials {
  readonly user: string;
  readonly password: string;
}

/** Returns user and password of a URL, if it has any. */
export function credentialsOf({ username, password }: URL): Credentials | undefined {
  if (username === '' && password === '') return undefined;
  return { user: decode(username), password: decode(password) };
}

/** Passwords are often written into URLs without escaping: a stray % stands for itself. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
