/** One EXECUTE through the front door, as a process of its own; tells on stderr what was secret. */
import { askExecute, stream } from './asks.ts';
import { openEdgeHouse } from './edge-house.ts';

const edge = await openEdgeHouse();
const { token, device } = edge.birch;
const response = await edge.post(token, askExecute(stream([device], ['hls'])));
process.stderr.write(JSON.stringify({ token, device, answer: await response.text() }));
await edge.close();
