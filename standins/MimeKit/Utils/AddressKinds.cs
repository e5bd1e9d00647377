namespace MimeKit.Utils;

/// <summary>The addresses that are acceptable somewhere.</summary>
[Flags]
internal enum AddressKinds
{
    None = 0,
    Mailbox = 1,
    Group = 2,
    Any = Mailbox | Group,
}
