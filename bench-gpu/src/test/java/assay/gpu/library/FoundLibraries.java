package assay.gpu.library;

import assay.core.availability.Availability;

/** Run in a process of its own: prints what is found with its environment. */
final class FoundLibraries {
  private FoundLibraries() {}

  /** No arguments. */
  public static void main(String[] arguments) {
    CudaLibraries.load(13)
        .byName()
        .forEach((name, library) ->
            System.out.println(
                switch (library) {
                  case Availability.Available<Library>(Library loaded) -> loaded;
                  case Availability.Unavailable<Library> none ->
                      name + " missing: " + none.reason();
                }));
  }
}
