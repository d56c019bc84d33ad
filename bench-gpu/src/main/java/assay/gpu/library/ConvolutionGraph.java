package assay.gpu.library;

import assay.core.program.DataType;
import assay.core.program.Shape;
import assay.core.program.Tensor;
import assay.core.program.Window2d;

/**
 * A convolution as a graph of one operation. Extents are in the order N, C, H, W (filters: K, C, R,
 * S) whatever the layout; the strides say that the channels are innermost.
 */
final class ConvolutionGraph {
  /** Unique identifiers of x, w and y in a graph. */
  static final long[] IDENTIFIERS = {'x', 'w', 'y'};

  private static final int MAX_ALIGNMENT = 16;

  private ConvolutionGraph() {}

  /** Attributes of an operation, which differ by direction: numbers of the interface. */
  private record Operation(int descriptor, int alpha, int beta, int conv, int x, int w, int y) {
    static Operation of(Convolution.Direction direction) {
      return switch (direction) {
        case FORWARD -> new Operation(10, 700, 701, 702, 704, 703, 705);
        case BACKWARD_INPUT -> new Operation(12, 706, 707, 708, 710, 709, 711);
        case BACKWARD_FILTER -> new Operation(11, 712, 713, 714, 716, 715, 717);
      };
    }
  }

  /**
   * Describes a convolution.
   *
   * @param owner of all descriptors
   * @param addresses of x, w and y: only their alignment matters
   * @return the operation graph
   */
  static BackendDescriptor of(Cudnn cudnn, Owned owner, Convolution c, long[] addresses) {
    BackendDescriptor operation = operation(cudnn, owner, c, addresses);
    return BackendDescriptor.create(cudnn, owner, CudnnConstant.OPERATIONGRAPH)
        .longs(CudnnConstant.OPERATIONGRAPH_HANDLE, CudnnConstant.TYPE_HANDLE, cudnn.handle())
        .descriptor(CudnnConstant.OPERATIONGRAPH_OPS, operation)
        .finish();
  }

  private static BackendDescriptor operation(
      Cudnn cudnn, Owned owner, Convolution c, long[] addresses) {
    Operation numbers = Operation.of(c.direction());
    BackendDescriptor window = window(cudnn, owner, c.window());
    BackendDescriptor x = tensor(cudnn, owner, c.x(), 0, addresses);
    BackendDescriptor w = tensor(cudnn, owner, c.w(), 1, addresses);
    BackendDescriptor y = tensor(cudnn, owner, c.y(), 2, addresses);
    return BackendDescriptor.create(cudnn, owner, numbers.descriptor())
        .descriptor(numbers.conv(), window)
        .descriptor(numbers.x(), x)
        .descriptor(numbers.w(), w)
        .descriptor(numbers.y(), y)
        .factor(numbers.alpha(), 1)
        .factor(numbers.beta(), 0)
        .finish();
  }

  private static BackendDescriptor window(Cudnn cudnn, Owned owner, Window2d window) {
    int type = CudnnConstant.TYPE_INT64;
    return BackendDescriptor.create(cudnn, owner, CudnnConstant.CONVOLUTION)
        .longs(CudnnConstant.CONVOLUTION_SPATIAL_DIMS, type, 2)
        .number(
            CudnnConstant.CONVOLUTION_COMP_TYPE,
            CudnnConstant.TYPE_DATA_TYPE,
            CudnnConstant.dataType(DataType.F32))
        .number(
            CudnnConstant.CONVOLUTION_CONV_MODE,
            CudnnConstant.TYPE_CONVOLUTION_MODE,
            CudnnConstant.CROSS_CORRELATION)
        .longs(CudnnConstant.CONVOLUTION_PRE_PADDINGS, type, window.padH(), window.padW())
        .longs(CudnnConstant.CONVOLUTION_POST_PADDINGS, type, window.padH(), window.padW())
        .longs(CudnnConstant.CONVOLUTION_FILTER_STRIDES, type, window.strideH(), window.strideW())
        .longs(CudnnConstant.CONVOLUTION_DILATIONS, type, 1, 1)
        .finish();
  }

  private static BackendDescriptor tensor(
      Cudnn cudnn, Owned owner, Tensor tensor, int role, long[] addresses) {
    Shape shape = tensor.shape();
    long n = shape.dim(0);
    long h = shape.dim(1);
    long w = shape.dim(2);
    long c = shape.dim(3);
    int type = CudnnConstant.TYPE_INT64;
    return BackendDescriptor.create(cudnn, owner, CudnnConstant.TENSOR)
        .number(
            CudnnConstant.TENSOR_DATA_TYPE,
            CudnnConstant.TYPE_DATA_TYPE,
            CudnnConstant.dataType(tensor.type()))
        .longs(CudnnConstant.TENSOR_DIMENSIONS, type, n, c, h, w)
        .longs(CudnnConstant.TENSOR_STRIDES, type, h * w * c, 1, w * c, c)
        .longs(CudnnConstant.TENSOR_UNIQUE_ID, type, IDENTIFIERS[role])
        .longs(
            CudnnConstant.TENSOR_BYTE_ALIGNMENT,
            type,
            Math.min(MAX_ALIGNMENT, Alignment.of(addresses[role])))
        .finish();
  }
}
