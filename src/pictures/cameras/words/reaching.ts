/** No camera is reached, or none that lets itself be asked. */
import { checkPower, setUp, type WordsOf } from './words.ts';

export const reaching = {
  'name-not-found': {
    what: 'Its host name leads nowhere.',
    mend: 'Check how the name is spelt and whether the network knows it, or give its address by camera source.',
    brief: `Its name is not found on the network. ${checkPower} If it is new, its name may be misspelt.`,
  },
  'name-unanswered': {
    what: 'No name server answers for its host name.',
    mend: 'Check the name server of the bridge’s network, or give the camera’s address by camera source.',
    brief: 'It cannot be found on the network just now. Try again in a moment.',
  },
  'no-route': {
    what: 'There is no way to its address.',
    mend: 'Check its power, and that the bridge is in its network or has a route there.',
    brief: `It cannot be reached. ${checkPower}`,
  },
  refused: {
    what: 'Nothing listens at its port.',
    mend: 'Switch on RTSP in its settings, or correct the port by camera source.',
    brief: 'It refuses the connection. It may be starting: try again in a minute.',
  },
  'timed-out': {
    what: 'It does not answer in time.',
    mend: 'Check its power, its network and any firewall between it and the bridge.',
    brief: `It does not answer. ${checkPower}`,
  },
  unreachable: {
    what: 'The connection to it fails.',
    mend: 'Check its power, its network and the port in its URL.',
    brief: `It cannot be reached. ${checkPower}`,
  },
  closed: {
    what: 'It ends the connection.',
    mend: 'Check that port and scheme of its URL are the right ones, and that it has a connection to spare.',
    brief: 'It ended the connection. Try again in a moment.',
  },
  silent: {
    what: 'It says that it plays, and sends no picture.',
    mend: 'Start it anew; if it sends by UDP, say camera source with --transport tcp.',
    brief: 'It sends no picture. Switch it off and on again.',
  },
  'tls-too-old': {
    what: 'It speaks only versions of TLS that are not safe any more.',
    mend: 'Update its firmware, or use its rtsp:// (http://) URL within a network you trust.',
    brief: setUp,
  },
  'tls-failed': {
    what: 'No TLS connection with it comes about.',
    mend: 'Check the port: what listens there may not speak TLS. Otherwise use rtsp:// (http://) in its URL.',
    brief: setUp,
  },
  'no-such-stream': {
    what: 'It answers, but has nothing at this path.',
    mend: 'Look up the path of its stream in its manual, and correct it by camera source.',
    brief: setUp,
  },
  'no-transport': {
    what: 'It sends its pictures in no way that the bridge can take.',
    mend: 'Try camera source with --transport tcp or --transport udp.',
    brief: setUp,
  },
  'one-connection': {
    what: 'It takes only one connection, and somebody else has it.',
    mend: 'Close the other program that watches it, or let that one have the stream from elsewhere.',
    brief: 'Somebody else is watching it, and it serves one only. Try again later.',
  },
  malformed: {
    what: 'It answers, but cannot be understood.',
    mend: 'Check that its URL names a camera’s stream, and update its firmware.',
    brief: setUp,
  },
  'bad-address': {
    what: 'What stands in its row is no URL of a camera.',
    mend: 'Give its URL by camera source.',
    brief: setUp,
  },
} as const satisfies WordsOf;
