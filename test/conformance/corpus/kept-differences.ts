/** Cases of the corpus in which we knowingly say something else than Istio, and why. */
export const KEPT_DIFFERENCES: { readonly [name: string]: string } = {
  ...Object.fromEntries(['destination-rule-not-found', 'subset-not-found', 'subset-deleted'].flatMap((rule) => (
    ['fails', 'passes'].map((example) => [`rollout-${rule} ${example}`, 'Istio\'s analyzers know no Rollouts, and take the pods that they make for missing'])
  ))),
  ...Object.fromEntries([119, 130, 339, 383, 471].map((number) => (
    [`random AuthorizationPolicy ${number}`, 'a rule has a from without a source, on which Istio\'s analyzers break and say nothing at all']
  ))),
};
