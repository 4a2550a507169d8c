/** `npm start`: installs what is missing, builds, and becomes the bridge (one process, one signal). */
import { hearOperator, hearWaiting, leaveWithNpm } from './operator-signals.mjs';
import { become, newestBuild, refuseArguments, wantsHelp } from './launch.mjs';

const args = process.argv.slice(2);
if (wantsHelp(args)) {
  console.log(`Usage: npm start

Installs what is missing, builds, and runs the bridge: the demo where neither the environment nor
.env says otherwise. Settings: .env.example. Without building: node dist/main.js.`);
} else {
  refuseArguments(args, 'settings stand in .env (see .env.example)');
  hearOperator(args);
  leaveWithNpm();
  const build = newestBuild();
  await hearWaiting();
  await become(build, 'main.js', args);
}
