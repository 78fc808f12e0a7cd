import type { Configuration } from './configuration';
import { MESH } from './gateway-name';
import type { HttpMatchModel } from './http-match-model';
import type { HttpRoute } from './http-routes';
import { nameOf } from './virtual-service-index';
import type { HttpRuleModel, VirtualServiceModel } from './virtual-service-model';

/** Which rules and matches requests have reached. */
export class RouteCoverage {
  private readonly reached = new Set<string>();

  constructor(private readonly configuration: Configuration) {}

  public reach({ virtualService, rule, match }: HttpRoute): void {
    this.reached.add(keyOf(virtualService, rule, match));
  }

  /** All that there is, each with whether it was reached. */
  public get all(): { readonly name: string; readonly isReached: boolean }[] {
    return this.configuration.virtualServices.all.flatMap((virtualService) => virtualService.http.flatMap((rule) => (
      (rule.matches.length > 0 ? rule.matches : [undefined]).map((match, at) => (
        { name: inWords(virtualService, rule, match, at), isReached: this.reached.has(keyOf(virtualService, rule, match)) }
      ))
    )));
  }

  /** From 0 to 100. */
  public get percent(): number {
    const { all } = this;
    return all.length === 0 ? 100 : 100 * all.filter(({ isReached }) => isReached).length / all.length;
  }
}

function keyOf(virtualService: VirtualServiceModel, rule: HttpRuleModel, match: HttpMatchModel | undefined): string {
  return `${nameOf(virtualService)} ${virtualService.http.indexOf(rule)} ${match ? rule.matches.indexOf(match) : ''}`;
}

function inWords(virtualService: VirtualServiceModel, rule: HttpRuleModel, match: HttpMatchModel | undefined, at: number): string {
  const place = `${nameOf(virtualService)} http[${rule.index}]${match ? `.match[${match.index ?? at}]` : ''}`;
  const gateways = virtualService.gateways.filter((gateway) => gateway !== MESH);
  return `${place}${rule.name === '' ? '' : ` ${rule.name}`}${gateways.length === 0 ? '' : ` at ${gateways.join(', ')}`}`;
}
