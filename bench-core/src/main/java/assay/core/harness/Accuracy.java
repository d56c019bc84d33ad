package assay.core.harness;

import assay.core.program.HostTensor;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.Tensor;
import assay.core.spi.Executable;
import assay.core.spi.Target;
import assay.core.workload.TrainWorkload;
import java.util.Arrays;

/**
 * Share of test images that a network classifies correctly: its forward pass on the same target,
 * untimed.
 */
final class Accuracy implements AutoCloseable {
  /** A divisor of both 2,000 and 10,000, the numbers of test images of the data sets. */
  private static final int MAX_BATCH = 250;

  private final int batch;
  private final Program program;
  private final Executable inference;
  private final TrainingSet test;

  Accuracy(
      TrainWorkload workload,
      Precision precision,
      Target target,
      Target.Options options,
      TrainingSet test) {
    this.batch = Math.min(MAX_BATCH, test.size());
    this.program = workload.inference(precision, batch);
    this.inference = target.compile(program, precision, options);
    this.test = test;
  }

  /** Accuracy in [0, 1] of the network with the weights in {@code trained}. */
  double measure(Executable trained) {
    program.parameters().forEach(p -> inference.write(trained.read(p)));
    HostTensor images = HostTensor.allocate(TrainWorkload.images(program));
    Tensor logits = program.outputs().getFirst();
    int[] order = new int[batch];
    int right = 0;
    for (int start = 0; start < test.size(); start += batch) {
      // The last batch is filled up with images that were in the one before.
      int first = Math.min(start, test.size() - batch);
      Arrays.setAll(order, i -> first + i);
      test.images(order, images);
      inference.write(images);
      inference.execute();
      right += countCorrect(inference.read(logits), order, start - first);
    }
    return (double) right / test.size();
  }

  /**
   * @param from the position in the batch from which images count
   */
  private int countCorrect(HostTensor logits, int[] order, int from) {
    int classes = (int) logits.tensor().shape().dim(-1);
    int right = 0;
    for (int b = from; b < order.length; b++) {
      int best = 0;
      for (int c = 1; c < classes; c++) {
        if (logits.get((long) b * classes + c) > logits.get((long) b * classes + best)) {
          best = c;
        }
      }
      right += best == test.label(order[b]) ? 1 : 0;
    }
    return right;
  }

  @Override
  public void close() {
    inference.close();
  }
}
