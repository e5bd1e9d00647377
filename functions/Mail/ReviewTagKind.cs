namespace Hookwork.Mail;

/// <summary>The kinds of <see cref="ReviewTag"/>; each value is the letter by which tables name it.</summary>
public enum ReviewTagKind
{
    /// <summary><c>Acked-by</c>.</summary>
    Acked = 'A',

    /// <summary><c>Nacked-by</c>.</summary>
    Nacked = 'N',

    /// <summary><c>Reviewed-by</c>.</summary>
    Reviewed = 'R',

    /// <summary><c>Tested-by</c>.</summary>
    Tested = 'T',
}
