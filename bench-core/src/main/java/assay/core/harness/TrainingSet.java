package assay.core.harness;

import assay.core.availability.Availability;
import assay.core.availability.Remedy.Change;
import assay.core.availability.Remedy.Setting;
import assay.core.data.FashionMnist;
import assay.core.data.ImageDataset;
import assay.core.program.HostTensor;
import assay.core.program.Tensor;
import assay.core.record.Status;
import assay.core.record.Training;
import assay.core.workload.TrainWorkload;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Optional;

/** The images of a training workload, decoded once to floats in [0, 1], and batches of them. */
final class TrainingSet {
  private final FashionMnist data;
  private final ImageDataset split;
  private final int size;
  private final float[] pixels;

  private TrainingSet(FashionMnist data, ImageDataset split, int size) {
    this.data = data;
    this.split = split;
    this.size = size;
    int perImage = split.pixelsPerImage();
    this.pixels = new float[Math.multiplyExact(size, perImage)];
    for (int i = 0; i < size; i++) {
      split.normalized(i, pixels, i * perImage);
    }
  }

  /** The workload's data set, from the jar or from disk. */
  static FashionMnist locate(TrainWorkload workload, Optional<Path> folder) {
    if (workload.data() == TrainWorkload.Data.SUBSET) {
      return FashionMnist.subset();
    }
    return switch (FashionMnist.locate(folder)) {
      case Availability.Available<FashionMnist>(FashionMnist data) -> data;
      case Availability.Unavailable<FashionMnist> none ->
          throw new ForkFailure(Status.UNAVAILABLE, none.reason(), none.remedy());
    };
  }

  static TrainingSet training(TrainWorkload workload, FashionMnist data) {
    long wanted = workload.images().orElse(data.train().size());
    if (wanted > data.train().size()) {
      throw new ForkFailure(
          Status.UNSUPPORTED,
          "images="
              + wanted
              + ", but "
              + data.source()
              + " has "
              + data.train().size()
              + " training images",
          new Change(Setting.WORKLOAD, "use fewer images, or data=full"));
    }
    return new TrainingSet(data, data.train(), (int) wanted);
  }

  static TrainingSet test(FashionMnist data) {
    return new TrainingSet(data, data.test(), data.test().size());
  }

  int size() {
    return size;
  }

  int label(int index) {
    return split.label(index);
  }

  /**
   * Copies the images with the indices {@code order} to {@code images} (batch, 28, 28, 1), in the
   * tensor's type.
   */
  void images(int[] order, HostTensor images) {
    int perImage = split.pixelsPerImage();
    Tensor tensor = images.tensor();
    switch (tensor.type()) {
      case F32 -> {
        for (int b = 0; b < order.length; b++) {
          MemorySegment.copy(
              pixels,
              order[b] * perImage,
              images.data(),
              ValueLayout.JAVA_FLOAT,
              (long) b * perImage * Float.BYTES,
              perImage);
        }
      }
      default -> {
        for (int b = 0; b < order.length; b++) {
          for (int i = 0; i < perImage; i++) {
            images.set((long) b * perImage + i, pixels[order[b] * perImage + i]);
          }
        }
      }
    }
  }

  /** Copies their labels to {@code labels} (batch), s32. */
  void labels(int[] order, HostTensor labels) {
    for (int b = 0; b < order.length; b++) {
      labels.data().setAtIndex(ValueLayout.JAVA_INT, b, split.label(order[b]));
    }
  }

  Training.Dataset describe() {
    return new Training.Dataset("fashion-mnist-" + data.kind().id(), data.source(), data.sha256());
  }
}
