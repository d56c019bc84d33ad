package assay.gpu.library;

import assay.core.ffi.Binder;
import assay.core.ffi.NativeLibrary;

/**
 * One of NVIDIA's libraries.
 *
 * @param version as the library reports it, for example {@code 13.1.1}
 * @param cudaMajor the major version of CUDA that it was built for
 */
public record Library(NativeLibrary loaded, String version, int cudaMajor) {
  private static final int ABSENT = -1;

  /** For a run's record, for example {@code 13.1.1 (/usr/lib/libcublasLt.so.13)}. */
  public String provenance() {
    return version + " (" + loaded.path() + ")";
  }

  /** Its functions; one that this version lacks throws {@link LibraryException} when called. */
  <F> F functions(Binder<F> binder) {
    return loaded.functions(
        binder.absentThrows(symbol ->
            new LibraryException(
                symbol, ABSENT, true, this + " lacks it; install a newer version")));
  }

  @Override
  public String toString() {
    return loaded.name() + " " + provenance();
  }
}
