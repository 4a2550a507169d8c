/** The headers of everything at the paths of the virtual display: nothing but our own scripts runs there. */
import helmet from 'helmet';

/**
 * Returns what sets them. The scripts' worker obeys its own answer's policy, so everything has the same one.
 * @param secure whether the display is reached over https
 */
export function displayHeaders(secure: boolean) {
  const own = ["'self'"];
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: own,
        styleSrc: own,
        imgSrc: own,
        connectSrc: own,
        workerSrc: own,
        mediaSrc: [...own, 'blob:'],
        formAction: own,
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    // Not `no-referrer`: with that a form's Origin would be `null`.
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: secure,
    xFrameOptions: { action: 'deny' },
  });
}
