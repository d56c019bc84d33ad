package assay.gpu.library;

/** Run in a process of its own: prints what is found with its environment. */
final class FoundLibraries {
  private FoundLibraries() {}

  /** No arguments. */
  public static void main(String[] arguments) {
    for (Library library : CudaLibraries.load().all()) {
      switch (library) {
        case Library.Loaded loaded -> System.out.println(loaded);
        case Library.Missing missing ->
            System.out.println(missing.name() + " missing: " + missing.reason());
      }
    }
  }
}
