/** To whom an object is exported. */
export class Visibility {
  /** @param exportTo what stands there; if nothing does, the default of the mesh holds */
  public static of(exportTo: readonly string[], namespace: string, meshDefault: readonly string[]): Visibility {
    const declared = exportTo.length > 0 ? exportTo : meshDefault;
    return new Visibility(new Set(declared.map((one) => one === '.' ? namespace : one)));
  }

  public readonly isPublic: boolean;

  private constructor(private readonly namespaces: ReadonlySet<string>) {
    this.isPublic = namespaces.has('*');
  }

  public includes(namespace: string): boolean {
    return this.isPublic || (!this.namespaces.has('~') && this.namespaces.has(namespace));
  }
}
