package assay.core.workload;

import assay.core.data.FashionMnist;
import assay.core.data.ImageDataset;
import assay.core.program.HostTensor;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.Rate;
import assay.core.program.Tensor;
import assay.core.program.Work;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The trained network's forward pass on real test images. At batch 1 single executions are timed
 * and reported as latency percentiles; larger batches are timed for throughput.
 *
 * @param batch images per execution, at least 1
 */
record InferWorkload(long batch) implements Workload.Kernel {
  private static final String NAME = "cnn-fashion";

  static InferWorkload parse(WorkloadId id) {
    id.word(List.of(NAME));
    return new InferWorkload(id.extent("batch", 1));
  }

  @Override
  public String id() {
    return "infer/" + NAME + ",batch=" + batch;
  }

  @Override
  public Timing timing() {
    return batch == 1 ? Timing.LATENCY : Timing.STEADY;
  }

  @Override
  public Program build(Precision precision) {
    if (precision != Precision.F32 && precision != Precision.F64 && precision != Precision.TF32) {
      throw new WorkloadException(
          "infer is not available in "
              + precision.id()
              + ": the network is built in f32, tf32 and f64");
    }
    return FashionCnn.inference(batch, precision.input());
  }

  @Override
  public Rate rate() {
    return Rate.SAMPLES;
  }

  @Override
  public Work work(Precision precision) {
    return Work.of(program(precision), batch);
  }

  /** The built-in weights, and images of the built-in test set selected by the seed. */
  @Override
  public Map<Tensor, HostTensor> inputs(Program program, long seed) {
    Map<Tensor, HostTensor> values = new LinkedHashMap<>(TrainedWeights.shipped(program));
    Tensor tensor = TrainWorkload.images(program);
    values.put(tensor, testImages(tensor, seed));
    return values;
  }

  private static HostTensor testImages(Tensor tensor, long seed) {
    ImageDataset test = FashionMnist.subset().test();
    SplittableRandom random = new SplittableRandom(seed);
    HostTensor images = HostTensor.allocate(tensor);
    int pixels = test.pixelsPerImage();
    float[] image = new float[pixels];
    for (long b = 0; b < tensor.shape().dim(0); b++) {
      test.normalized(random.nextInt(test.size()), image, 0);
      for (int i = 0; i < pixels; i++) {
        images.set(b * pixels + i, image[i]);
      }
    }
    return images;
  }
}
