/**
 * Stands in for googleapis. actions-on-google loads 89 MB of it for two deprecated helpers of Home Graph,
 * which Casement never calls: whatever reaches for them is told so.
 */
Object.defineProperty(exports, 'google', {
  get() {
    throw new Error('googleapis is not part of Casement (src/setup/empty-googleapis)');
  },
});
