/** The part of a logger that the edge needs; pino's fits. */
export interface EdgeLog {
  debug(fields: object, message: string): void;
  /** False if `debug` writes nothing, so that nothing need be gathered for it. */
  isLevelEnabled?(level: 'debug'): boolean;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** The part of an error that may be written down: never the message of one that is not ours. */
export interface LoggableError {
  readonly name: string;
  readonly code?: string;
  readonly message?: string;
  readonly at?: readonly string[];
  readonly cause?: LoggableError;
}
