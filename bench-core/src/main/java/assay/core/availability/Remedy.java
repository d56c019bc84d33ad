package assay.core.availability;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What would help, as data. Nothing here names a command or an option of ours: a front end adds
 * those for {@link Change} and {@link Use}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Remedy.Install.class, name = "install"),
  @JsonSubTypes.Type(value = Remedy.Packages.class, name = "packages"),
  @JsonSubTypes.Type(value = Remedy.Permit.class, name = "permit"),
  @JsonSubTypes.Type(value = Remedy.LoadModule.class, name = "loadModule"),
  @JsonSubTypes.Type(value = Remedy.SetVariable.class, name = "setVariable"),
  @JsonSubTypes.Type(value = Remedy.UnsetVariable.class, name = "unsetVariable"),
  @JsonSubTypes.Type(value = Remedy.JvmOption.class, name = "jvmOption"),
  @JsonSubTypes.Type(value = Remedy.Wait.class, name = "wait"),
  @JsonSubTypes.Type(value = Remedy.Change.class, name = "change"),
  @JsonSubTypes.Type(value = Remedy.Use.class, name = "use"),
  @JsonSubTypes.Type(value = Remedy.Advice.class, name = "advice"),
  @JsonSubTypes.Type(value = Remedy.AnyOf.class, name = "anyOf"),
  @JsonSubTypes.Type(value = Remedy.AllOf.class, name = "allOf")
})
public sealed interface Remedy {
  /** A phrase in the imperative, without a full stop. */
  String text();

  /** {@link #text}, null where there is no remedy. */
  static @Nullable String textOf(@Nullable Remedy remedy) {
    return remedy == null ? null : remedy.text();
  }

  /**
   * Install software.
   *
   * @param what such as {@code a newer NVIDIA driver}
   */
  record Install(String what) implements Remedy {
    @Override
    public String text() {
      return "install " + what;
    }
  }

  /**
   * Install packages of the operating system.
   *
   * @param debian their names in Debian
   */
  record Packages(List<String> debian) implements Remedy {
    /** Copies the list. */
    public Packages {
      debian = List.copyOf(debian);
    }

    @Override
    public String text() {
      return "apt-get install -y " + String.join(" ", debian);
    }
  }

  /**
   * Let this user read files.
   *
   * @param path one or more, as a shell pattern
   */
  record Permit(String path) implements Remedy {
    @Override
    public String text() {
      return "run 'sudo chmod a+r " + path + "', or run as root";
    }
  }

  /**
   * Load modules of the kernel.
   *
   * @param modules in the order of loading
   * @param note where they apply and what the kernel must have; may be empty
   */
  record LoadModule(List<String> modules, String note) implements Remedy {
    /** Copies the list. */
    public LoadModule {
      modules = List.copyOf(modules);
    }

    @Override
    public String text() {
      String load =
          (modules.size() > 1 ? "sudo modprobe -a " : "sudo modprobe ") + String.join(" ", modules);
      return note.isEmpty() ? load : load + " (" + note + ")";
    }
  }

  /**
   * Set an environment variable.
   *
   * @param value the value, or what it names
   */
  record SetVariable(String name, String value) implements Remedy {
    @Override
    public String text() {
      return "set " + name + " to " + value;
    }
  }

  /**
   * Unset an environment variable.
   *
   * @param purpose what happens then, such as {@code to use the driver's}
   */
  record UnsetVariable(String name, String purpose) implements Remedy {
    @Override
    public String text() {
      return "unset " + name + " " + purpose;
    }
  }

  /**
   * Start the virtual machine with an option.
   *
   * @param option such as {@code --enable-native-access=ALL-UNNAMED}
   */
  record JvmOption(String option) implements Remedy {
    /** Native access for all code on the class path. */
    public static final JvmOption NATIVE_ACCESS =
        new JvmOption("--enable-native-access=ALL-UNNAMED");

    @Override
    public String text() {
      return "start the JVM with " + option;
    }
  }

  /**
   * Wait and try again.
   *
   * @param text such as {@code try again in a moment}
   */
  record Wait(String text) implements Remedy {}

  /**
   * Change a setting of the run.
   *
   * @param text such as {@code raise the run's budget}
   */
  record Change(Setting setting, String text) implements Remedy {}

  /**
   * Use another function of this program.
   *
   * @param text such as {@code fetch the data set}
   */
  record Use(Task task, String text) implements Remedy {
    /** For what must be an error of ours. */
    public static final Use REPORT =
        new Use(Task.DIAGNOSE, "report this with what is found on this machine");
  }

  /**
   * Do something outside this program.
   *
   * @param text what, in full
   */
  record Advice(String text) implements Remedy {}

  /** Whichever of these is easiest. */
  record AnyOf(List<Remedy> remedies) implements Remedy {
    /** Copies the list. */
    public AnyOf {
      remedies = List.copyOf(remedies);
    }

    /** In the order given. */
    public AnyOf(Remedy... remedies) {
      this(List.of(remedies));
    }

    @Override
    public String text() {
      return joined(remedies, ", or ");
    }
  }

  /** Each of these, for one part of what is missing. */
  record AllOf(List<Remedy> remedies) implements Remedy {
    /** Copies the list. */
    public AllOf {
      remedies = List.copyOf(remedies);
    }

    @Override
    public String text() {
      return joined(remedies, "; ");
    }
  }

  /** What a user can set. */
  enum Setting {
    /** Which targets and devices are measured. */
    TARGET,
    /** Which workloads are measured. */
    WORKLOAD,
    /** Which precisions are measured. */
    PRECISION,
    /** How long a fork may take. */
    FORK_TIMEOUT,
    /** How long the run may take. */
    BUDGET,
    /** How long energy is metered. */
    ENERGY_WINDOW,
    /** The external power meter. */
    WALL_METER,
    /** The folder of the full data set. */
    DATA_FOLDER,
    /** Whether telemetry is read at all. */
    TELEMETRY
  }

  /** What a user can ask this program to do. */
  enum Task {
    /** Say what works on this machine and what does not. */
    DIAGNOSE,
    /** List targets and devices. */
    LIST_TARGETS,
    /** List telemetry sources and what they give. */
    LIST_TELEMETRY,
    /** Fetch the full data set. */
    FETCH_DATA,
    /** Measure workloads. */
    RUN,
    /** Go on with a run that was interrupted. */
    RESUME
  }

  private static String joined(List<Remedy> remedies, String between) {
    return remedies.stream().map(Remedy::text).distinct().collect(Collectors.joining(between));
  }
}
