/** Which data folder is a demo's: one with the file that a demo writes. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Name of the file inside the data folder. */
export const demoFileName = 'demo.json';

/** Whether a demo has used the folder. */
export const isDemoFolder = (folder: string): boolean => existsSync(join(folder, demoFileName));
