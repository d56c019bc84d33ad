package assay.core.harness;

import assay.core.result.Device;
import assay.core.target.Availability;
import assay.core.target.Target;
import assay.core.target.Targets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Probes a target in a JVM of its own, with the arguments a fork gets: a driver or library that
 * crashes takes nothing with it, and what is found is what a fork will find.
 */
public final class TargetProbe {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final int LIMIT_SECONDS = 60;

  private TargetProbe() {}

  /** The answer of a probe as it passes between the processes. */
  record Answer(@Nullable Device device, @Nullable String reason, @Nullable String remedy) {
    static Answer of(Availability availability) {
      return switch (availability) {
        case Availability.Available a -> new Answer(a.device(), null, null);
        case Availability.Unavailable u -> new Answer(null, u.reason(), u.remedy());
      };
    }

    Availability toAvailability() {
      return device != null
          ? new Availability.Available(device)
          : new Availability.Unavailable(String.valueOf(reason), String.valueOf(remedy));
    }
  }

  /** Whether {@code target} can be used here. */
  public static Availability probe(Target target) {
    try {
      Path answer = Files.createTempFile("assay-probe", ".json");
      Path log = Files.createTempFile("assay-probe", ".log");
      try {
        return probe(target, answer, log);
      } finally {
        Files.deleteIfExists(answer);
        Files.deleteIfExists(log);
      }
    } catch (IOException e) {
      return failed("its probe could not be started: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return failed("its probe was interrupted");
    }
  }

  private static Availability probe(Target target, Path answer, Path log)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ForkJvm.args(target));
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(TargetProbe.class.getName(), target.id(), answer.toString()));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      return failed("its probe did not answer within " + LIMIT_SECONDS + " s");
    }
    byte[] json = Files.readAllBytes(answer);
    if (process.exitValue() != 0 || json.length == 0) {
      return failed(
          "its probe ended with exit code " + process.exitValue() + ": " + ForkLogs.tail(log));
    }
    try {
      return MAPPER.readValue(json, Answer.class).toAvailability();
    } catch (JacksonException e) {
      return failed("its probe's answer cannot be read: " + e.getOriginalMessage());
    }
  }

  private static Availability failed(String reason) {
    return new Availability.Unavailable(reason, "report this with the output of 'assay doctor'");
  }

  /**
   * What the child process runs.
   *
   * @param args id of the target, file for the answer
   */
  public static void main(String[] args) throws IOException {
    Optional<Target> target = Targets.byId(args[0]);
    Availability availability =
        target
            .map(Target::probe)
            .orElseGet(() ->
                new Availability.Unavailable(
                    "no target '" + args[0] + "' on the class path", "rebuild"));
    Files.write(Path.of(args[1]), MAPPER.writeValueAsBytes(Answer.of(availability)));
  }
}
