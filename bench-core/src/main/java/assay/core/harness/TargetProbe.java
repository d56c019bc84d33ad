package assay.core.harness;

import assay.core.device.Device;
import assay.core.spi.Availability;
import assay.core.spi.DeviceTarget;
import assay.core.spi.Devices;
import assay.core.spi.Target;
import assay.core.spi.Targets;
import assay.core.spi.UnlistedTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks a target in a JVM of its own, with the arguments a fork gets, whether it can be used and on
 * which devices: a driver or library that crashes takes nothing with it, and what is found is what
 * a fork will find.
 */
public final class TargetProbe {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final int LIMIT_SECONDS = 60;

  private TargetProbe() {}

  /** What a target is asked. */
  private enum Question {
    PROBE,
    DEVICES
  }

  /** An answer as it passes between the processes: what was found, or why nothing was. */
  record Answer(
      @Nullable Device device,
      @Nullable List<Devices.Entry> devices,
      @Nullable String reason,
      @Nullable String remedy) {
    static Answer of(Availability availability) {
      return switch (availability) {
        case Availability.Available a -> new Answer(a.device(), null, null, null);
        case Availability.Unavailable u -> none(u.reason(), u.remedy());
      };
    }

    static Answer of(Devices devices) {
      return switch (devices) {
        case Devices.Found f -> new Answer(null, f.all(), null, null);
        case Devices.Unavailable u -> none(u.reason(), u.remedy());
      };
    }

    static Answer none(String reason, String remedy) {
      return new Answer(null, null, reason, remedy);
    }

    static Answer failed(String reason) {
      return none(reason, "report this with the output of 'assay doctor'");
    }
  }

  /** Whether {@code target} can be used here. */
  public static Availability probe(Target target) {
    if (target instanceof UnlistedTarget) {
      return target.probe(); // Known already, and no other process knows its name.
    }
    Answer answer = ask(Question.PROBE, target);
    return answer.device() != null
        ? new Availability.Available(answer.device())
        : new Availability.Unavailable(
            String.valueOf(answer.reason()), String.valueOf(answer.remedy()));
  }

  /** The devices that {@code target} has here. */
  public static Devices devices(DeviceTarget target) {
    Answer answer = ask(Question.DEVICES, target);
    return answer.devices() != null
        ? new Devices.Found(answer.devices())
        : new Devices.Unavailable(String.valueOf(answer.reason()), String.valueOf(answer.remedy()));
  }

  private static Answer ask(Question question, Target target) {
    try {
      Path answer = Files.createTempFile("assay-probe", ".json");
      Path log = Files.createTempFile("assay-probe", ".log");
      try {
        return ask(question, target, answer, log);
      } finally {
        Files.deleteIfExists(answer);
        Files.deleteIfExists(log);
      }
    } catch (IOException e) {
      return Answer.failed("its probe could not be started: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Answer.failed("its probe was interrupted");
    }
  }

  private static Answer ask(Question question, Target target, Path answer, Path log)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ForkJvm.args(target));
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
    command.addAll(
        List.of(TargetProbe.class.getName(), question.name(), target.id(), answer.toString()));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      return Answer.failed("its probe did not answer within " + LIMIT_SECONDS + " s");
    }
    byte[] json = Files.readAllBytes(answer);
    if (process.exitValue() != 0 || json.length == 0) {
      return Answer.failed(
          "its probe ended with exit code " + process.exitValue() + ": " + ForkLogs.tail(log));
    }
    try {
      return MAPPER.readValue(json, Answer.class);
    } catch (JacksonException e) {
      return Answer.failed("its probe's answer cannot be read: " + e.getOriginalMessage());
    }
  }

  /**
   * What the child process runs.
   *
   * @param args what is asked, id of the target, file for the answer
   */
  public static void main(String[] args) throws IOException {
    Question question = Question.valueOf(args[0]);
    Answer answer =
        Targets.byId(args[1])
            .map(target -> answer(question, target))
            .orElseGet(
                () -> Answer.none("no target '" + args[1] + "' on the class path", "rebuild"));
    Files.write(Path.of(args[2]), MAPPER.writeValueAsBytes(answer));
  }

  private static Answer answer(Question question, Target target) {
    return switch (question) {
      case PROBE -> Answer.of(target.probe());
      case DEVICES -> Answer.of(((DeviceTarget) target).devices());
    };
  }
}
