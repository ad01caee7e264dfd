import { alternatives } from '../diagnostic/suggest.ts';
import { UserError } from '../diagnostic/user-error.ts';
import { requireKnown } from './named.ts';

/**
 * The environment that `--env` names; it may be left out where there is only one.
 * @param known the names of the project's environments; absent where the project does not list them: then every name is known
 * @throws UserError if it is not one of them, or has to be named
 */
export function chosenEnvironment(name: string | undefined, known: readonly string[] | undefined): string {
  if (name !== undefined) {
    if (known !== undefined) requireKnown('environment', name, known);
    return name;
  }
  if (known === undefined) throw new UserError('no environment is named', 'name one with --env');
  const [only, other] = known;
  if (only === undefined) throw new UserError('the project has no environment', 'name some in flagwright.yaml');
  if (other === undefined) return only;
  const options = known.slice(0, 12).map((one) => `--env ${one}`);
  throw new UserError(`there are ${known.length} environments: name one`, `add ${alternatives(options)}`);
}
