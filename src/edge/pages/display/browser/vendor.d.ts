/** The libraries that the display serves beside its own modules (see ../assets.ts). */
declare module '*/display/hls.js' {
  import Hls from 'hls.js';
  export default Hls;
}

declare module '*/display/jsqr.js' {}
