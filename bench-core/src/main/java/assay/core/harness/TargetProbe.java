package assay.core.harness;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Unavailable;
import assay.core.availability.Remedy;
import assay.core.device.Device;
import assay.core.files.IoReason;
import assay.core.spi.DeviceTarget;
import assay.core.spi.Devices;
import assay.core.spi.Target;
import assay.core.spi.Targets;
import assay.core.spi.UnlistedTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Probes a target and its devices in a separate JVM with a fork's arguments: a driver or library
 * that crashes harms nothing else, and the result is what a fork will find.
 */
public final class TargetProbe {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final int LIMIT_SECONDS = 60;

  private TargetProbe() {}

  /** What is probed. */
  private enum Question {
    PROBE,
    DEVICES
  }

  /**
   * A result as passed between the processes. It is wrapped in a record because Jackson needs a
   * component's declared type to tag the types inside.
   */
  private record Answer(
      @Nullable Availability<Device> device, @Nullable Availability<Devices> devices) {}

  /** Whether {@code target} can be used here. */
  public static Availability<Device> probe(Target target) {
    if (target instanceof UnlistedTarget) {
      return target.probe(); // Already known, and other processes do not know its name.
    }
    return ask(Question.PROBE, target, Answer::device);
  }

  /** The devices of {@code target} on this machine. */
  public static Availability<Devices> devices(DeviceTarget target) {
    return ask(Question.DEVICES, target, Answer::devices);
  }

  private static <T> Availability<T> ask(
      Question question, Target target, Function<Answer, @Nullable Availability<T>> part) {
    try (WorkFolder folder = WorkFolder.create("assay-probe")) {
      return ask(question, target, part, folder);
    } catch (IOException e) {
      return failed("its probe could not be started: " + IoReason.of(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return failed("its probe was interrupted");
    }
  }

  private static <T> Availability<T> ask(
      Question question,
      Target target,
      Function<Answer, @Nullable Availability<T>> part,
      WorkFolder folder)
      throws IOException, InterruptedException {
    Path answer = Files.createFile(folder.path().resolve("answer.json"));
    Path log = folder.path().resolve("log");
    List<String> command =
        ForkJvm.command(
            target, folder, TargetProbe.class, question.name(), target.id(), answer.toString());
    command.add(1, "-XX:TieredStopAtLevel=1");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      return failed("its probe did not answer within " + LIMIT_SECONDS + " s");
    }
    byte[] json = Files.readAllBytes(answer);
    if (process.exitValue() != 0 || json.length == 0) {
      return failed(
          "its probe ended with "
              + ForkLogs.exitCode(process.exitValue())
              + ": "
              + ForkLogs.tail(log));
    }
    try {
      Availability<T> found = part.apply(MAPPER.readValue(json, Answer.class));
      return found == null ? failed("its probe gave no result") : found;
    } catch (JacksonException e) {
      return failed("its probe's result cannot be read: " + e.getOriginalMessage());
    }
  }

  private static <T> Availability<T> failed(String reason) {
    return new Unavailable<>(reason, Remedy.Use.REPORT);
  }

  /**
   * The child process's main method.
   *
   * @param args what to probe, target id, file for the result
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
