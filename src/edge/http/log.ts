/** What the edge needs of a logger; pino's fits. */
export interface EdgeLog {
  debug(fields: object, message: string): void;
  /** False where `debug` writes nothing, so that nothing need be gathered for it. */
  isLevelEnabled?(level: 'debug'): boolean;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** What may be written down of an error: never the message of one that is not ours. */
export interface LoggableError {
  readonly name: string;
  readonly code?: string;
  readonly message?: string;
  readonly at?: readonly string[];
  readonly cause?: LoggableError;
}
