import type { Diversion, ServiceRule } from './service-rule';
import type { Place } from '../private/place';

/** The names of a service's rules. Access logs and tools tell rules by them, so no two rules share one. */
export class RuleNames {
  private readonly taken = new Set(['default']);

  /** Takes the names of the rules that these become. */
  public constructor(place: Place, rules: ServiceRule[], diversions: Diversion[]) {
    diversions.forEach(({ name }, index) => this.take(place.at('diversions').item(index).at('name'), name));
    rules.forEach((rule, index) => {
      const here = place.at('rules').item(index).at('name');
      const name = nameOf(rule, index);
      this.take(here, name);
      diversions.forEach((diversion) => this.take(here, `${name}-${diversion.name}`));
    });
  }

  /** Complains of a name that another rule has. */
  public take(place: Place, name: string): void {
    if (name === '' || this.taken.has(name)) {
      place.fail('InvalidRuleName', {
        must: 'be a name that no other rule of the service has',
        got: name,
        fix: 'choose another: access logs and tools tell rules by it',
      });
    }
    this.taken.add(name);
  }
}

/** The name of one of a service's `rules`. */
export function nameOf({ name }: ServiceRule, index: number): string {
  return name ?? `rule-${index + 1}`;
}

/** The name of the rule for what is diverted from another rule. */
export function divertedName(rule: string | undefined, { name }: Diversion): string | undefined {
  return rule === undefined ? undefined : `${rule}-${name}`;
}
