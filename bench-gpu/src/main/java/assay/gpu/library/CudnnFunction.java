package assay.gpu.library;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;

/**
 * The functions used of cuDNN 9, each declared once. All but the last return a {@code
 * cudnnStatus_t}, an int. The legacy convolution calls take ints as extents.
 */
@SuppressWarnings("ImmutableEnumChecker") // Descriptors do not change.
enum CudnnFunction implements NativeFunction {
  /** {@code (handle *out)} */
  CREATE("cudnnCreate", ADDRESS),
  /** {@code (handle)} */
  DESTROY("cudnnDestroy", JAVA_LONG),
  /** {@code (handle, stream)} */
  SET_STREAM("cudnnSetStream", JAVA_LONG, JAVA_LONG),

  /** {@code (type, descriptor *out)} */
  BACKEND_CREATE("cudnnBackendCreateDescriptor", JAVA_INT, ADDRESS),
  /** {@code (descriptor)} */
  BACKEND_DESTROY("cudnnBackendDestroyDescriptor", JAVA_LONG),
  /** {@code (descriptor)} */
  BACKEND_FINALIZE("cudnnBackendFinalize", JAVA_LONG),
  /** {@code (descriptor, attribute, type, int64_t count, const void *elements)} */
  BACKEND_SET("cudnnBackendSetAttribute", JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS),
  /** {@code (descriptor, attribute, type, int64_t asked, int64_t *count, void *elements)} */
  BACKEND_GET(
      "cudnnBackendGetAttribute", JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS, ADDRESS),
  /** {@code (handle, plan, variantPack)} */
  BACKEND_EXECUTE("cudnnBackendExecute", JAVA_LONG, JAVA_LONG, JAVA_LONG),

  /** {@code (descriptor *out)} */
  TENSOR_CREATE("cudnnCreateTensorDescriptor", ADDRESS),
  /** {@code (descriptor, format, type, n, c, h, w)} */
  TENSOR_SET(
      "cudnnSetTensor4dDescriptor",
      JAVA_LONG,
      JAVA_INT,
      JAVA_INT,
      JAVA_INT,
      JAVA_INT,
      JAVA_INT,
      JAVA_INT),
  /** {@code (descriptor)} */
  TENSOR_DESTROY("cudnnDestroyTensorDescriptor", JAVA_LONG),
  /** {@code (descriptor *out)} */
  FILTER_CREATE("cudnnCreateFilterDescriptor", ADDRESS),
  /** {@code (descriptor, type, format, k, c, h, w)}: type and format the other way round */
  FILTER_SET(
      "cudnnSetFilter4dDescriptor",
      JAVA_LONG,
      JAVA_INT,
      JAVA_INT,
      JAVA_INT,
      JAVA_INT,
      JAVA_INT,
      JAVA_INT),
  /** {@code (descriptor)} */
  FILTER_DESTROY("cudnnDestroyFilterDescriptor", JAVA_LONG),
  /** {@code (descriptor *out)} */
  CONVOLUTION_CREATE("cudnnCreateConvolutionDescriptor", ADDRESS),
  /** {@code (descriptor, padH, padW, strideH, strideW, dilationH, dilationW, mode, type)} */
  CONVOLUTION_SET(
      "cudnnSetConvolution2dDescriptor",
      JAVA_LONG,
      JAVA_INT,
      JAVA_INT,
      JAVA_INT,
      JAVA_INT,
      JAVA_INT,
      JAVA_INT,
      JAVA_INT,
      JAVA_INT),
  /** {@code (descriptor, mathType)} */
  CONVOLUTION_MATH("cudnnSetConvolutionMathType", JAVA_LONG, JAVA_INT),
  /** {@code (descriptor)} */
  CONVOLUTION_DESTROY("cudnnDestroyConvolutionDescriptor", JAVA_LONG),

  /** {@code (handle, x, w, convolution, y, int asked, int *count, perf[] out)} */
  FORWARD_SEARCH("cudnnGetConvolutionForwardAlgorithm_v7", search()),
  /** {@code (handle, w, dy, convolution, dx, int asked, int *count, perf[] out)} */
  DATA_SEARCH("cudnnGetConvolutionBackwardDataAlgorithm_v7", search()),
  /** {@code (handle, x, dy, convolution, dw, int asked, int *count, perf[] out)} */
  FILTER_SEARCH("cudnnGetConvolutionBackwardFilterAlgorithm_v7", search()),

  /** {@code (handle, x, w, convolution, y, algorithm, size_t *bytes)} */
  FORWARD_WORKSPACE("cudnnGetConvolutionForwardWorkspaceSize", workspace()),
  /** {@code (handle, w, dy, convolution, dx, algorithm, size_t *bytes)} */
  DATA_WORKSPACE("cudnnGetConvolutionBackwardDataWorkspaceSize", workspace()),
  /** {@code (handle, x, dy, convolution, dw, algorithm, size_t *bytes)} */
  FILTER_WORKSPACE("cudnnGetConvolutionBackwardFilterWorkspaceSize", workspace()),

  /**
   * {@code (handle, alpha*, x, X, w, W, convolution, algorithm, workspace, size, beta*, y, Y)}:
   * descriptors small, their addresses in capitals; alpha and beta in host memory.
   */
  FORWARD("cudnnConvolutionForward", convolution()),
  /** The same with {@code w, W, dy, DY} and {@code dx, DX}. */
  DATA("cudnnConvolutionBackwardData", convolution()),
  /** The same with {@code x, X, dy, DY} and {@code dw, DW}. */
  FILTER("cudnnConvolutionBackwardFilter", convolution()),

  /** {@code void (char *message, size_t size)}: what went wrong last in this thread. */
  LAST_ERROR("cudnnGetLastErrorString", FunctionDescriptor.ofVoid(ADDRESS, JAVA_LONG));

  private final String symbol;
  private final FunctionDescriptor signature;

  CudnnFunction(String symbol, MemoryLayout... arguments) {
    this(symbol, FunctionDescriptor.of(JAVA_INT, arguments));
  }

  CudnnFunction(String symbol, FunctionDescriptor signature) {
    this.symbol = symbol;
    this.signature = signature;
  }

  private static MemoryLayout[] search() {
    return new MemoryLayout[] {
      JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS
    };
  }

  private static MemoryLayout[] workspace() {
    return new MemoryLayout[] {
      JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS
    };
  }

  private static MemoryLayout[] convolution() {
    return new MemoryLayout[] {
      JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT,
      JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_LONG
    };
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
