/** The webhook of an app that nobody asks for one. */
import type { Webhook } from '../../edge/http/webhook.ts';

export const noWebhook: Webhook = {
  routes: () => undefined,
  answer: () => Promise.reject(new Error('there is no webhook')),
};
