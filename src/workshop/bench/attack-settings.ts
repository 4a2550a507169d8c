/** The settings that an attack gets. */
import { z } from 'zod';
import { attackNames } from './options.ts';

const account = z.object({
  token: z.string(),
  device: z.string(),
  devices: z.array(z.string()),
  email: z.string(),
});

export const attackSchema = z.object({
  attack: z.enum(attackNames),
  origin: z.string(),
  /** What the bridge calls itself: its forms are posted from there. */
  publicUrl: z.string(),
  /** The parameters of an authorization request. */
  authorize: z.string(),
  password: z.string(),
  /** Those that the attacker has. */
  accounts: z.array(account),
});

export type AttackSettings = z.infer<typeof attackSchema>;
