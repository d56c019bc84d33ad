package assay.core.harness;

import assay.core.files.AtomicFile;
import assay.core.profile.ForkProfile;
import assay.core.profile.ProfiledPart;
import assay.core.record.Outcome;
import assay.core.record.json.RecordJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a profiling fork reports.
 *
 * @param parts of the program; empty if it could not be compiled
 * @param outcome measured on hardware, verified on an emulation
 * @param samplerNanos the sampler's {@link System#nanoTime()} when timing began; null if nothing
 *     was timed or sampled
 */
record ProfileMessage(
    List<ProfiledPart> parts, Outcome<ForkProfile> outcome, @Nullable Long samplerNanos) {
  /** Where nothing was sampled. */
  ProfileMessage(List<ProfiledPart> parts, Outcome<ForkProfile> outcome) {
    this(parts, outcome, null);
  }

  /**
   * What a profiling fork is asked.
   *
   * @param ceilingTargets whose kernels may measure the ceilings
   * @param seconds of timing
   * @param delay an operation that shall take longer, null if none shall
   */
  record Request(
      String workload,
      String target,
      String precision,
      List<String> ceilingTargets,
      double seconds,
      ProfileRunner.@Nullable Delay delay) {}

  void write(Path file) throws IOException {
    AtomicFile.write(file, RecordJson.line(this));
  }
}
