namespace Hookwork.Mail;

/// <summary>A trailer of a commit message or a reply, such as <c>Reviewed-by: A B &lt;a@b.example&gt;</c>.</summary>
/// <param name="Name">The text before the colon. Usual names are spelled the usual way (<c>Reviewed-by</c>), whatever
/// their case in the mail; others are as written.</param>
/// <param name="Value">The text after it, unfolded to one line, without surrounding space; never empty.</param>
public sealed record Trailer(string Name, string Value)
{
    /// <summary>The trailer as a line of a commit message, without a line end.</summary>
    public override string ToString() => $"{Name}: {Value}";
}
