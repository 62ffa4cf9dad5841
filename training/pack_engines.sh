#!/bin/bash
# Collects the speech synthesis engines of this Debian machine into a folder that runs on any x86-64 Linux with the same
# or a newer C library: programs, voices, and stand-ins for the sound card libraries, which they link but never call.
#
#   training/pack_engines.sh FOLDER [no-festival]      also writes FOLDER.tar.xz: 21 MB, 13 MB without festival
#   PICO_SOURCE=ttspico-0.3.2 training/pack_engines.sh FOLDER      with SVOX Pico, from the unpacked source of that package
#   RHVOICE=debs training/pack_engines.sh FOLDER      with RHVoice, of which debs holds what `dpkg -x` unpacks of Debian's
#       librhvoice5, librhvoice-core7 and rhvoice-english (non-free): 7 MB more; without RHVOICE the system's, if any
#   there: mkdir engines && tar -xf engines.tar.xz -C engines && export ENGINES=$PWD/engines
set -euo pipefail
folder=${1:?the folder to make}
festival=${2:-festival}
packages="espeak-ng espeak-ng-data flite gcc xz-utils"
[ "$festival" = no-festival ] || packages+=" festival festlex-cmu festvox-kdlpc16k festvox-us-slt-hts"
dpkg-query --show $packages >/dev/null || { echo "install these: $packages" >&2; exit 1; }

rm -rf "$folder" "$folder.tar.xz"
mkdir -p "$folder"/{lib,espeak-ng-data/lang,espeak-ng-data/voices}
libraries=/usr/lib/x86_64-linux-gnu

for name in libespeak-ng.so.1 libsonic.so.0 libflite.so.1 libflite_cmulex.so.1 libflite_usenglish.so.1 \
    libflite_cmu_us_{slt,rms,awb,kal16}.so.1; do
    cp -L "$libraries/$name" "$folder/lib/"
done

data=$libraries/espeak-ng-data # English and Mandarin
cp "$data"/{phondata,phonindex,phontab,intonations,en_dict,cmn_dict} "$folder/espeak-ng-data/"
cp -r "$data/voices/!v" "$folder/espeak-ng-data/voices/"
mkdir "$folder/espeak-ng-data/lang"/{gmw,sit}
cp "$data"/lang/gmw/en* "$folder/espeak-ng-data/lang/gmw/"
cp "$data"/lang/sit/cmn* "$folder/espeak-ng-data/lang/sit/"

if [ "$festival" != no-festival ]; then
    data=/usr/share/festival
    mkdir -p "$folder"/{bin,festival/voices/{english,us}}
    cp /usr/bin/festival "$folder/bin/"
    cp -L "$libraries"/libest{ools,base,string}.so.2.5 "$libraries"/lib{gomp.so.1,tinfo.so.6} "$folder/lib/"
    cp -rL "$data"/*.* "$data"/{dicts,languages} "$folder/festival/"
    cp -rL "$data"/voices/english/ked_diphone "$folder/festival/voices/english/"
    cp -rL "$data"/voices/us/cmu_us_slt_arctic_hts "$folder/festival/voices/us/"
fi

if [ -n "${PICO_SOURCE:-}" ]; then # English alone
    pico=$PICO_SOURCE/picopi/pico
    gcc -O2 -fPIC -shared -s -w -I"$pico/tts" -I"$pico/lib" "$pico"/lib/*.c "$pico"/tts/*.c -o "$folder/lib/libttspico.so" -lm
    mkdir "$folder/pico"
    cp "$pico"/lang/en-* "$folder/pico/"
fi

rhvoice=${RHVOICE:-}
voices=$rhvoice/usr/share/RHVoice/voices
if [ -d "$voices/bdl" ]; then # those English voices that anyone may use for anything; evgeniy-eng and lyubov are not among them
    cp -L "$rhvoice$libraries"/libRHVoice.so.5 "$rhvoice$libraries"/libRHVoice_core.so.7 "$folder/lib/"
    mkdir -p "$folder"/rhvoice/{languages,voices/{bdl,clb,slt,alan}}
    cp -r "$rhvoice/usr/share/RHVoice/languages/English" "$folder/rhvoice/languages/"
    for voice in bdl clb slt alan; do
        cp -r "$voices/$voice"/{voice.info,voice.params,24000} "$folder/rhvoice/voices/$voice/"
        rm "$folder/rhvoice/voices/$voice/24000/voice.data" # for another quality than the one it speaks in
    done
else
    echo "without RHVoice: no English voices of it in $voices" >&2
fi

# A stand-in has every function the packed libraries look for in the real one, under the same version names.
stand_in() { # LIBRARY PATTERN
    local names version work
    work=$(mktemp -d)
    names=$(nm --dynamic --undefined-only "$folder"/lib/*.so* | awk 'NF == 2 {print $2}' | grep -E "^$2" | sort -u)
    sed -E 's/@.*//; s/.*/void *&(void) { return 0; }/' <<<"$names" >"$work/stand_in.c"
    for version in $(sed -n 's/.*@//p' <<<"$names" | sort -u); do
        echo "$version { $(sed -n "s/@$version\$/;/p" <<<"$names" | tr '\n' ' ') };"
    done >"$work/versions"
    [ -s "$work/versions" ] || echo "{ global: *; };" >"$work/versions"
    gcc -shared -fPIC -s -o "$folder/lib/$1" "$work/stand_in.c" -Wl,-soname,"$1",--version-script,"$work/versions"
    rm -r "$work"
}
stand_in libasound.so.2 snd_
[ "$festival" = no-festival ] || stand_in libpulse-simple.so.0 pa_simple_
stand_in libpcaudio.so.0 '(audio_object_|create_audio_device)'

tar -C "$folder" -cf - . | xz -9e -T2 >"$folder.tar.xz"
du -sh "$folder" "$folder.tar.xz"
