package assay.gpu.library;

import java.lang.foreign.SymbolLookup;

/** One of NVIDIA's libraries: here, or not for a reason. */
public sealed interface Library {
  /** What it is called among people, for example {@code cuBLASLt}. */
  String name();

  /**
   * It is loaded, and stays so for the life of the JVM.
   *
   * @param path where the file is; its bare name if the linker found it and did not say where
   * @param version as the library itself tells it, for example {@code 13.1.1}
   * @param cudaMajor the major version of CUDA that it was built for
   */
  record Loaded(String name, String path, String version, int cudaMajor, SymbolLookup symbols)
      implements Library {
    /** For a run's record, for example {@code 13.1.1 (/usr/lib/libcublasLt.so.13)}. */
    public String provenance() {
      return version + " (" + path + ")";
    }

    @Override
    public String toString() {
      return name + " " + provenance();
    }
  }

  /**
   * It cannot be used.
   *
   * @param reason what was looked for and what was found
   * @param remedy what would make it available
   */
  record Missing(String name, String reason, String remedy) implements Library {}
}
