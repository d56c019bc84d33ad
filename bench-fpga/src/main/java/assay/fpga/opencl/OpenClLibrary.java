package assay.fpga.opencl;

import assay.core.availability.Availability;
import assay.core.availability.Remedy;
import assay.core.ffi.CLibrary;
import assay.core.ffi.Lazy;
import assay.core.ffi.LibrarySearch;
import assay.core.ffi.Named;
import assay.core.ffi.Place;
import java.util.List;

/**
 * Loads the OpenCL loader (ICD loader): the library named by the system property or the environment
 * variable {@value #NAME}, otherwise {@code libOpenCL.so.1} from the linker's path.
 */
public final class OpenClLibrary {
  /** System property, or environment variable, with the library's path. */
  public static final String NAME = "ASSAY_OPENCL_LIBRARY";

  /** How to install a loader and an emulation on Debian or Ubuntu. */
  public static final String INSTALL =
      "for an emulation (PoCL), apt-get install ocl-icd-libopencl1 pocl-opencl-icd; for a board,"
          + " install its vendor's OpenCL runtime (docs/how-to/use-an-fpga-board.md)";

  private static final LibrarySearch SEARCH =
      LibrarySearch.of(
          "OpenCL loader",
          "libOpenCL.so.1",
          List.of(new Place.LinkerPath()),
          new Remedy.Advice(INSTALL));

  private static final Lazy<Availability<OpenCl>> LOADED = new Lazy<>(OpenClLibrary::find);

  private OpenClLibrary() {}

  /** Loads the library on the first call; later calls return the same result. Never throws. */
  public static Availability<OpenCl> load() {
    return LOADED.get();
  }

  private static Availability<OpenCl> find() {
    keepArithmeticExceptions();
    return SEARCH
        .find(new Named(NAME, NAME))
        .flatMap(
            library -> library.allFunctions(ClFunctions.BINDER, new Remedy.Advice("check " + NAME)))
        .map(OpenCl::new);
  }

  /**
   * PoCL (3.1) installs a SIGFPE handler for the whole process at startup, which skips the division
   * that raised the signal. The JVM relies on that signal for its {@code ArithmeticException}: with
   * PoCL's handler an integer division by zero in Java returns a wrong number without an exception.
   * This variable of the C environment turns the handler off; a value set by the user is kept.
   */
  private static void keepArithmeticExceptions() {
    try {
      CLibrary.setenv("POCL_SIGFPE_HANDLER", "0", false);
    } catch (IllegalCallerException e) {
      return; // Native access is denied, which the search reports.
    }
  }
}
