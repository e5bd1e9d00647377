namespace Hookwork.Input;

/// <summary>A setting stops the start. The message is one sentence that names the setting and what to do.</summary>
public class SettingsException(string message) : Exception(message)
{
    /// <summary>A setting is malformed. The message shows its value, so it is none that is secret.</summary>
    /// <param name="expected">What to give instead.</param>
    public SettingsException(string name, string value, string expected)
        : this($"{name} is '{Printable.Escape(value)}': give {expected}.") { }
}
