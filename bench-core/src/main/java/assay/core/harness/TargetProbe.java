package assay.core.harness;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Unavailable;
import assay.core.availability.Remedy;
import assay.core.device.Device;
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
import java.util.function.Function;
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

  /**
   * An answer as it passes between the processes. A component and not the value itself: only a
   * component's declared type tells the writer which types stand inside.
   */
  private record Answer(
      @Nullable Availability<Device> device, @Nullable Availability<Devices> devices) {}

  /** Whether {@code target} can be used here. */
  public static Availability<Device> probe(Target target) {
    if (target instanceof UnlistedTarget) {
      return target.probe(); // Known already, and no other process knows its name.
    }
    return ask(Question.PROBE, target, Answer::device);
  }

  /** The devices that {@code target} has here. */
  public static Availability<Devices> devices(DeviceTarget target) {
    return ask(Question.DEVICES, target, Answer::devices);
  }

  private static <T> Availability<T> ask(
      Question question, Target target, Function<Answer, @Nullable Availability<T>> part) {
    try {
      Path answer = Files.createTempFile("assay-probe", ".json");
      Path log = Files.createTempFile("assay-probe", ".log");
      try {
        return ask(question, target, part, answer, log);
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

  private static <T> Availability<T> ask(
      Question question,
      Target target,
      Function<Answer, @Nullable Availability<T>> part,
      Path answer,
      Path log)
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
      return failed("its probe did not answer within " + LIMIT_SECONDS + " s");
    }
    byte[] json = Files.readAllBytes(answer);
    if (process.exitValue() != 0 || json.length == 0) {
      return failed(
          "its probe ended with exit code " + process.exitValue() + ": " + ForkLogs.tail(log));
    }
    try {
      Availability<T> found = part.apply(MAPPER.readValue(json, Answer.class));
      return found == null ? failed("its probe answered nothing") : found;
    } catch (JacksonException e) {
      return failed("its probe's answer cannot be read: " + e.getOriginalMessage());
    }
  }

  private static <T> Availability<T> failed(String reason) {
    return new Unavailable<>(reason, Remedy.Use.REPORT);
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
            .orElseGet(() -> {
              Unavailable<?> none =
                  new Unavailable<>(
                      "no target '" + args[1] + "' on the class path",
                      new Remedy.Advice("rebuild"));
              return new Answer(none.as(), none.as());
            });
    Files.write(Path.of(args[2]), MAPPER.writeValueAsBytes(answer));
  }

  private static Answer answer(Question question, Target target) {
    return switch (question) {
      case PROBE -> new Answer(target.probe(), null);
      case DEVICES -> new Answer(null, ((DeviceTarget) target).devices());
    };
  }
}
