/** Suspensions, and when each scope was lifted last. */
import { operationsOf } from './operation.ts';

export const suspensionFunctions = operationsOf(
  {
    as: 'operations',
    by: 'bridge',
    name: 'suspend',
    args: '_scope text, _account text, _camera text, _model text, _since bigint, _until bigint, _reason text',
    returns: 'void',
    body: `
  IF _account IS NOT NULL AND NOT EXISTS (SELECT 1 FROM accounts WHERE id = _account) THEN
    RAISE EXCEPTION 'no such account' USING ERRCODE = 'CA404';
  END IF;
  IF _camera IS NOT NULL AND NOT EXISTS (SELECT 1 FROM cameras WHERE id = _camera) THEN
    RAISE EXCEPTION 'no such camera' USING ERRCODE = 'CA404';
  END IF;
  -- One change of them at a time.
  PERFORM 1 FROM control_revision FOR NO KEY UPDATE;
  DELETE FROM suspensions WHERE scope = _scope AND coalesce(account, camera, model, '') = coalesce(_account, _camera, _model, '');
  INSERT INTO suspensions (scope, account, camera, model, since, until, reason, noted)
  VALUES (_scope, _account, _camera, _model, _since, _until, _reason, casement.next_revision());`,
  },
  {
    as: 'operations',
    by: 'bridge',
    name: 'suspension_lift',
    args: '_scope text, _subject text',
    returns: 'boolean',
    body: `
  DELETE FROM suspensions WHERE scope = _scope AND coalesce(account, camera, model, '') = _subject;
  RETURN FOUND;`,
  },
  {
    as: 'operations',
    by: 'bridge',
    name: 'suspension_list',
    returns:
      'TABLE (scope text, account text, camera text, model text, since bigint, until bigint, reason text)',
    body: `
  RETURN QUERY SELECT scope, account, camera, model, since, until, reason FROM suspensions
  ORDER BY since, noted, scope, coalesce(account, camera, model, '');`,
  },
  {
    as: 'operations',
    by: 'bridge',
    name: 'resumption_list',
    returns: 'TABLE (scope text, subject text, revision bigint)',
    body: `RETURN QUERY SELECT scope, subject, revision FROM resumptions;`,
  },
);
