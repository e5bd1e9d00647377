namespace Microsoft.Azure.Functions.Worker;

/// <summary>What a caller of an HTTP function has to show.</summary>
public enum AuthorizationLevel
{
    /// <summary>Nothing.</summary>
    Anonymous,

    /// <summary>A token of a signed-in user.</summary>
    User,

    /// <summary>A key of the function or of its app.</summary>
    Function,

    /// <summary>A key of an extension.</summary>
    System,

    /// <summary>The app's master key.</summary>
    Admin,
}
