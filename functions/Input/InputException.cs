namespace Hookwork.Input;

/// <summary>A request is not valid. The message is a sentence for the caller.</summary>
public sealed class InputException(string message) : Exception(message);
