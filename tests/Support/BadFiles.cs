using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Observatorio.Tests.Support;

/// <summary>Files that no reader should take, made cheaply.</summary>
public static class BadFiles
{
    /// <summary>A workbook whose only sheet unpacks to a little over 2 GB of zeros, from about 21 MB.</summary>
    public static void WriteZipBomb(string file)
    {
        using var zip = new ZipArchive(File.Create(file), ZipArchiveMode.Create);
        using var sheet = zip.CreateEntry("xl/worksheets/sheet1.xml", CompressionLevel.Fastest).Open();
        var zeros = new byte[1 << 22];
        for (var i = 0; i < 520; i++) { sheet.Write(zeros); }
    }

    /// <summary>An OLE file with the streams of a workbook that Excel encrypted with a password.</summary>
    public static byte[] EncryptedWorkbook()
    {
        var package = new byte[4096];
        new Random(7).NextBytes(package);
        return CompoundFile(("EncryptionInfo", EncryptionInfo()), ("EncryptedPackage", package));
    }

    // ECMA-376 standard encryption: AES-128, SHA-1, with a verifier that no known password fits.
    private static byte[] EncryptionInfo()
    {
        var provider = Encoding.Unicode.GetBytes("Microsoft Enhanced RSA and AES Cryptographic Provider\0");
        var info = new byte[4096];
        var at = 0;
        void Int(int value) { BinaryPrimitives.WriteInt32LittleEndian(info.AsSpan(at), value); at += 4; }
        Int(0x00020004);             // version 4.2
        Int(0x24);                   // flags: CryptoAPI and AES
        Int(32 + provider.Length);
        Int(0x24);
        Int(0);
        Int(0x660E);                 // AES-128
        Int(0x8004);                 // SHA-1
        Int(128);
        Int(0x18);
        Int(0);
        Int(0);
        provider.CopyTo(info, at);
        at += provider.Length;
        Int(16);
        new Random(8).NextBytes(info.AsSpan(at, 32)); // salt and encrypted verifier
        at += 32;
        Int(20);
        new Random(9).NextBytes(info.AsSpan(at, 32));
        return info;
    }

    // [MS-CFB]: header, one FAT sector, one directory sector, then the streams, each of 4096 bytes or more so that none is a mini stream.
    private static byte[] CompoundFile(params (string Name, byte[] Content)[] streams)
    {
        const int Sector = 512, EndOfChain = -2, Free = -1, FatSector = -3;
        var fat = Enumerable.Repeat(Free, 128).ToArray();
        (fat[0], fat[1]) = (FatSector, EndOfChain);
        var file = new MemoryStream();
        file.SetLength(Sector * 3);
        var directory = new byte[Sector];
        Entry(0, "Root Entry", 5, streams.Length > 0 ? 1 : -1, EndOfChain, 0, -1);
        var next = 2;
        for (var i = 0; i < streams.Length; i++)
        {
            var sectors = (streams[i].Content.Length + Sector - 1) / Sector;
            Entry(i + 1, streams[i].Name, 2, -1, next, streams[i].Content.Length, i + 1 < streams.Length ? i + 2 : -1);
            for (var s = 0; s < sectors; s++) { fat[next + s] = s == sectors - 1 ? EndOfChain : next + s + 1; }
            file.SetLength((long)Sector * (next + sectors + 1));
            file.Position = (long)Sector * (next + 1);
            file.Write(streams[i].Content);
            next += sectors;
        }
        var header = new byte[Sector];
        new byte[] { 0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1 }.CopyTo(header, 0);
        Put(header, 24, 0x0003003E);
        Put(header, 28, 0x0009FFFE);
        Put(header, 32, 6);
        Put(header, 44, 1);          // FAT sectors
        Put(header, 48, 1);          // first directory sector
        Put(header, 56, 4096);
        Put(header, 60, EndOfChain);
        Put(header, 68, EndOfChain);
        for (var i = 0; i < 109; i++) { Put(header, 76 + (4 * i), i == 0 ? 0 : Free); }
        var fatBytes = new byte[Sector];
        for (var i = 0; i < fat.Length; i++) { Put(fatBytes, 4 * i, fat[i]); }
        file.Position = 0;
        file.Write(header);
        file.Write(fatBytes);
        file.Write(directory);
        return file.ToArray();

        static void Put(byte[] bytes, int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), value);

        void Entry(int index, string name, byte type, int child, int start, int size, int right)
        {
            var at = index * 128;
            Encoding.Unicode.GetBytes(name).CopyTo(directory, at);
            BinaryPrimitives.WriteInt16LittleEndian(directory.AsSpan(at + 64), (short)((name.Length + 1) * 2));
            directory[at + 66] = type;
            directory[at + 67] = 1;
            Put(directory, at + 68, -1);
            Put(directory, at + 72, right);
            Put(directory, at + 76, child);
            Put(directory, at + 116, start);
            Put(directory, at + 120, size);
        }
    }
}
