package assay.gpu.library;

import assay.core.program.Precision;
import java.util.Arrays;
import java.util.List;

/** A convolution by cuDNN's graph interface. */
final class GraphConvolution implements Algorithms<ConvolutionPlan> {
  private final Cudnn cudnn;
  private final Convolution convolution;
  private final Precision precision;
  private final Owned owned = new Owned();
  private Owned packOwner = new Owned();
  private long pack;
  private long packedWorkspace;
  private long[] packed = new long[0];

  /** For a convolution that is not {@link Convolution#unsupported}. */
  GraphConvolution(Cudnn cudnn, Convolution convolution, Precision precision) {
    this.cudnn = cudnn;
    this.convolution = convolution;
    this.precision = precision;
  }

  @Override
  public String operation() {
    return convolution.name();
  }

  @Override
  public String library() {
    return cudnn.library().toString();
  }

  @Override
  public List<ConvolutionPlan> candidates(
      Tuning tuning, Autotuner<ConvolutionPlan> tuner, long[] addresses) {
    BackendDescriptor graph =
        ConvolutionGraph.of(cudnn, owned, convolution, convolution.byRole(addresses));
    return new ConvolutionEngines(cudnn, graph, convolution.forbidden(precision), tuning, tuner)
        .plans(owned);
  }

  @Override
  public void enqueue(ConvolutionPlan plan, long workspace, long stream, long... addresses) {
    if (workspace != packedWorkspace || !Arrays.equals(addresses, packed)) {
      pack(workspace, addresses);
    }
    cudnn.use(stream);
    cudnn.functions().backendExecute(cudnn.handle(), plan.descriptor().pointer(), pack);
  }

  /** Addresses rarely change, so the last ones are cached in the library's form. */
  private void pack(long workspace, long[] addresses) {
    packOwner.close();
    packOwner = new Owned();
    packed = new long[0];
    pack =
        BackendDescriptor.create(cudnn, packOwner, CudnnConstant.VARIANT_PACK)
            .longs(
                CudnnConstant.VARIANT_PACK_UNIQUE_IDS,
                CudnnConstant.TYPE_INT64,
                ConvolutionGraph.IDENTIFIERS)
            .longs(
                CudnnConstant.VARIANT_PACK_DATA_POINTERS,
                CudnnConstant.TYPE_VOID_PTR,
                convolution.byRole(addresses))
            .longs(CudnnConstant.VARIANT_PACK_WORKSPACE, CudnnConstant.TYPE_VOID_PTR, workspace)
            .finish()
            .pointer();
    packed = addresses.clone();
    packedWorkspace = workspace;
  }

  @Override
  public String engine(ConvolutionPlan plan) {
    return "cuDNN " + cudnn.library().version() + ", " + plan.description();
  }

  @Override
  public void close() {
    try {
      packOwner.close();
    } finally {
      owned.close();
    }
  }
}
