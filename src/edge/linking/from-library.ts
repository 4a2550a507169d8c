/**
 * The library's errors in our own words. Its texts are not passed on: it would wrap a storage error into a
 * server error whose description quotes the cause.
 */
import OAuth2Server from '@node-oauth/oauth2-server';
import { Failure } from '../../common/failures.ts';
import { isOAuthErrorCode, OAuthRefusal, type OAuthErrorCode } from './refusal.ts';

const wordings: Partial<Record<OAuthErrorCode, string>> = {
  invalid_grant: 'the code or token is unknown, expired, used, revoked or of another client',
  invalid_request: 'a parameter is missing or has another form',
};

function translate(error: unknown): unknown {
  if (!(error instanceof OAuth2Server.OAuthError)) return error;
  if (isOAuthErrorCode(error.name)) {
    return new OAuthRefusal(error.name, wordings[error.name] ?? 'the request was refused');
  }
  const inner = 'inner' in error ? error.inner : undefined;
  if (inner instanceof Failure || inner instanceof OAuthRefusal) return inner;
  return new Failure('internal', 'linking failed', { cause: error });
}

/** Runs `work` of the library. @throws OAuthRefusal or Failure, nothing of the library's own. */
export async function fromLibrary<R>(work: () => Promise<R>): Promise<R> {
  try {
    return await work();
  } catch (error) {
    throw translate(error);
  }
}
