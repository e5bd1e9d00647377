namespace Hookwork;

/// <summary>A setting stops the start. The message is one sentence that names the setting and what to do.</summary>
public class SettingsException(string message) : Exception(message);
