using Hookwork.Input;

namespace Hookwork.Catalog.Files;

/// <summary>
/// The folder of this process's catalog files. Each process has one of its own, and holds a lock on it that ends with
/// the process, so that whoever starts next clears away what a killed one left.
/// </summary>
public sealed class CatalogFolder : IDisposable
{
    private const string LockName = "lock";
    private const string Prefix = "catalogs-";
    private const string Preparing = ".new";
    private readonly FileStream _lock;
    private int _files;

    private CatalogFolder(string path, FileStream held)
    {
        Path = path;
        _lock = held;
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>Makes a folder for this process and removes those of processes that are gone.</summary>
    /// <exception cref="SettingsException">Nothing can be written there.</exception>
    public static CatalogFolder Take(string root)
    {
        try
        {
            return Make(root);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException(
                $"Hookwork__CatalogFolder is '{Printable.Escape(root)}', where search cannot keep its files ({Printable.Escape(exception.Message)}): name a folder that Hookwork may write to."
            );
        }
    }

    private static CatalogFolder Make(string root)
    {
        Directory.CreateDirectory(root);
        // Nothing else that may lie there is ours to remove.
        foreach (var folder in Directory.EnumerateDirectories(root, Prefix + "*").Where(IsOurs))
            RemoveIfAbandoned(folder);

        var path = System.IO.Path.Combine(root, $"{Prefix}{Guid.NewGuid():N}");
        var preparing = path + Preparing;
        Directory.CreateDirectory(preparing);
        var held = new FileStream(
            System.IO.Path.Combine(preparing, LockName),
            FileMode.Create,
            FileAccess.ReadWrite,
            FileShare.None
        );
        Directory.Move(preparing, path);
        return new CatalogFolder(path, held);
    }

    /// <summary>
    /// A name that no file in it has had. The folder is made again if a cleaner of temporary files took it.
    /// </summary>
    public string NewFile() =>
        System.IO.Path.Combine(Directory.CreateDirectory(Path).FullName, $"{Interlocked.Increment(ref _files)}.db");

    /// <summary>Removes a file and what SQLite keeps beside it.</summary>
    public static void Remove(string file)
    {
        foreach (var suffix in (string[])["", "-wal", "-shm"])
            File.Delete(file + suffix);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _lock.Dispose();
        RemoveIfAbandoned(Path);
    }

    private static bool IsOurs(string folder)
    {
        var name = System.IO.Path.GetFileName(folder.AsSpan())[Prefix.Length..];
        return Guid.TryParseExact(
            name.EndsWith(Preparing, StringComparison.Ordinal) ? name[..^Preparing.Length] : name,
            "N",
            out _
        );
    }

    private static void RemoveIfAbandoned(string folder)
    {
        try
        {
            // Another process may be between making its folder and locking it: such a folder is new.
            if (
                folder.EndsWith(Preparing, StringComparison.Ordinal)
                && DateTime.UtcNow - Directory.GetCreationTimeUtc(folder) < TimeSpan.FromMinutes(1)
            )
                return;
            using (
                new FileStream(
                    System.IO.Path.Combine(folder, LockName),
                    FileMode.OpenOrCreate,
                    FileAccess.ReadWrite,
                    FileShare.None
                )
            )
                Directory.Delete(folder, recursive: true);
        }
        // Somebody holds the lock, removes the same folder, or still reads a file in it: whoever starts next tries
        // again.
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException) { }
    }
}
