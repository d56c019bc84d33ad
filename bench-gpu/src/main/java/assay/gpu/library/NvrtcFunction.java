package assay.gpu.library;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;

/** The functions used of NVRTC, each declared once. All return an {@code nvrtcResult}, an int. */
@SuppressWarnings("ImmutableEnumChecker") // Descriptors do not change.
enum NvrtcFunction implements NativeFunction {
  /** {@code (int *count)} */
  ARCHITECTURE_COUNT("nvrtcGetNumSupportedArchs", ADDRESS),
  /** {@code (int[] out)}: 90 for sm_90 */
  ARCHITECTURES("nvrtcGetSupportedArchs", ADDRESS),
  /** {@code (program *out, source, name, int headers, header[], includeName[])} */
  CREATE("nvrtcCreateProgram", ADDRESS, ADDRESS, ADDRESS, JAVA_INT, ADDRESS, ADDRESS),
  /** {@code (program *)}: the pointer is cleared */
  DESTROY("nvrtcDestroyProgram", ADDRESS),
  /** {@code (program, int count, option[])} */
  COMPILE("nvrtcCompileProgram", JAVA_LONG, JAVA_INT, ADDRESS),
  /** {@code (program, size_t *bytes)} */
  CUBIN_SIZE("nvrtcGetCUBINSize", JAVA_LONG, ADDRESS),
  /** {@code (program, char *out)} */
  CUBIN("nvrtcGetCUBIN", JAVA_LONG, ADDRESS),
  /** {@code (program, size_t *bytes)}: with the terminating zero */
  LOG_SIZE("nvrtcGetProgramLogSize", JAVA_LONG, ADDRESS),
  /** {@code (program, char *out)} */
  LOG("nvrtcGetProgramLog", JAVA_LONG, ADDRESS);

  private final String symbol;
  private final FunctionDescriptor signature;

  NvrtcFunction(String symbol, MemoryLayout... arguments) {
    this.symbol = symbol;
    this.signature = FunctionDescriptor.of(JAVA_INT, arguments);
  }

  @Override
  public String symbol() {
    return symbol;
  }

  @Override
  public FunctionDescriptor signature() {
    return signature;
  }
}
