namespace Hookwork.Input;

/// <summary>A request cannot be done as it is. The message is a sentence for whoever sent it.</summary>
public sealed class InputException(string message) : Exception(message);
