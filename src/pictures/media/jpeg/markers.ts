/** Markers of JPEG (ITU-T T.81 §B.1.1.3): each a byte of ones and one of these. */
export const marker = { startOfImage: 0xd8, startOfScan: 0xda, comment: 0xfe } as const;

/** SOF0 to SOF15, of which three numbers mean something else. */
export const isFrame = (kind: number): boolean =>
  kind >= 0xc0 && kind <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(kind);
