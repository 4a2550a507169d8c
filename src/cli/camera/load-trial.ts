/** Loads what tries a camera: most of what pictures come by. The other commands on cameras do not wait for it. */
export const loadTrial = () => import('./try-camera.ts');
