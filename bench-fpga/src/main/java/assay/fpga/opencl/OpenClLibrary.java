package assay.fpga.opencl;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Loads the OpenCL loader (ICD loader): the library named by the system property or the environment
 * variable {@value #NAME}, else {@code libOpenCL.so.1} where the linker finds it.
 */
public final class OpenClLibrary {
  /** System property, or environment variable, with the library's path. */
  public static final String NAME = "ASSAY_OPENCL_LIBRARY";

  /** What brings a loader and an emulation to a Debian or Ubuntu system. */
  public static final String INSTALL =
      "apt-get install ocl-icd-libopencl1 pocl-opencl-icd brings an emulation (PoCL); for a board,"
          + " install its vendor's OpenCL runtime (docs/fpga.md)";

  private static final String USUAL = "libOpenCL.so.1";

  private OpenClLibrary() {}

  /** Whether there is a loader. */
  public sealed interface Result {
    /** There is. */
    record Loaded(OpenCl openCl) implements Result {}

    /**
     * There is none.
     *
     * @param reason what was tried
     * @param remedy what to install or set
     */
    record Missing(String reason, String remedy) implements Result {}
  }

  private static final class Holder {
    static final Result RESULT = load(configured());
  }

  /** Loads what is configured at the first call; the same answer ever after. Never throws. */
  public static Result load() {
    return Holder.RESULT;
  }

  private static @Nullable String configured() {
    String property = System.getProperty(NAME);
    return property == null ? System.getenv(NAME) : property;
  }

  /**
   * Loads a certain library. It stays loaded for the life of the JVM.
   *
   * @param path null for the usual one
   */
  static Result load(@Nullable String path) {
    String name = path == null || path.isBlank() ? USUAL : path;
    try {
      keepArithmeticJavas();
      return new Result.Loaded(new OpenCl(ClFunctions.bind(open(name))));
    } catch (NoSuchElementException e) {
      return new Result.Missing(
          name + " is no OpenCL 1.2 library: " + e.getMessage(), "check " + NAME);
    } catch (IllegalArgumentException e) {
      return new Result.Missing(
          "no OpenCL loader: " + name + " cannot be opened",
          name.equals(USUAL) ? INSTALL : "correct or unset " + NAME);
    } catch (IllegalCallerException e) {
      return new Result.Missing(
          "native access is denied: " + e.getMessage(),
          "start the JVM with --enable-native-access=ALL-UNNAMED");
    }
  }

  @SuppressWarnings("restricted") // Loading a library is the point.
  private static SymbolLookup open(String name) {
    return name.equals(USUAL)
        ? SymbolLookup.libraryLookup(name, Arena.global())
        : SymbolLookup.libraryLookup(Path.of(name), Arena.global());
  }

  /**
   * PoCL (3.1) takes over SIGFPE for the whole process when it starts, and steps over the division
   * that raised it. The JVM relies on that signal for its {@code ArithmeticException}: with PoCL's
   * handler an integer division by zero in Java gives a wrong number and no exception. PoCL looks
   * at this variable of the C environment; one that the user has set is left alone.
   */
  @SuppressWarnings("restricted") // Java cannot set variables of its own process.
  private static void keepArithmeticJavas() {
    Linker linker = Linker.nativeLinker();
    MethodHandle setenv =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("setenv"),
            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
    try (Arena arena = Arena.ofConfined()) {
      int failed =
          (int)
              setenv.invokeExact(
                  arena.allocateFrom("POCL_SIGFPE_HANDLER"), arena.allocateFrom("0"), 0);
      if (failed != 0) {
        throw new IllegalStateException("setenv failed");
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable t) {
      throw new IllegalStateException("setenv could not be called", t);
    }
  }
}
