import java.io.*;
import java.nio.file.*;
import java.util.*;

import org.javarosa.core.model.*;
import org.javarosa.core.model.data.*;
import org.javarosa.core.model.data.helper.Selection;
import org.javarosa.core.model.instance.*;
import org.javarosa.core.reference.*;
import org.javarosa.core.services.IPropertyManager;
import org.javarosa.core.services.properties.IPropertyRules;
import org.javarosa.core.services.storage.StorageManager;
import org.javarosa.core.services.storage.util.DummyIndexedStorageUtility;
import org.javarosa.core.services.transport.payload.ByteArrayPayload;
import org.javarosa.core.util.JavaRosaCoreModule;
import org.javarosa.form.api.*;
import org.javarosa.model.xform.*;
import org.javarosa.xform.util.XFormUtils;

/**
 * Fills forms with JavaRosa, the engine inside ODK Collect, and writes each record as Collect sends it.
 *
 * Each line of the input is a form: its XForm, the folder with its files, where the record goes, and answers that are
 * wanted (name=value, divided by |). Every other question gets the first answer that fits its type. Each line is
 * answered by one: "ok", or "error" and what JavaRosa says of it; then warnings.
 */
public class Collect {
    public static void main(String[] words) throws Exception {
        StorageManager.setStorageFactory((name, type) -> new DummyIndexedStorageUtility<>());
        new JavaRosaCoreModule().registerModule();
        new CoreModelModule().registerModule();
        new XFormsModule().registerModule();
        org.javarosa.core.services.PropertyManager.setPropertyManager(new Properties_());
        PrintStream said = System.out;
        System.setOut(System.err);
        BufferedReader asked = new BufferedReader(new InputStreamReader(System.in, "UTF-8"));
        for (String line = asked.readLine(); line != null; line = asked.readLine()) {
            String[] part = line.split("\t", -1);
            try {
                List<String> warned = fill(part[0], part[1], part[2], wanted(part[3]));
                said.println("ok" + (warned.isEmpty() ? "" : "\t" + String.join("; ", warned).replaceAll("\\s+", " ")));
            } catch (Throwable problem) {
                problem.printStackTrace();
                said.println("error\t" + problem.toString().replaceAll("\\s+", " "));
            }
            said.flush();
        }
    }

    static Map<String, String> wanted(String told) {
        Map<String, String> out = new HashMap<>();
        for (String one : told.split("\\|")) {
            int at = one.indexOf('=');
            if (at > 0) out.put(one.substring(0, at), one.substring(at + 1));
        }
        return out;
    }

    static List<String> fill(String form, String media, String record, Map<String, String> wanted) throws Exception {
        ReferenceManager.instance().reset();
        // the longer first: the first that an address begins with is taken
        String[] roots = {"file-csv", "file", "images", "image", "audio", "video"};
        ReferenceManager.instance().addReferenceFactory(new PrefixedRootFactory(roots) {
            protected Reference factory(String terminal, String uri) {
                return new OnDisk(new File(media, terminal), uri);
            }
        });
        List<String> warned = new ArrayList<>();
        FormDef def;
        try (InputStream content = new FileInputStream(form)) {
            def = XFormUtils.getFormFromInputStream(content);
        }
        warned.addAll(def.getParseWarnings());
        if (!def.getParseErrors().isEmpty()) throw new IllegalStateException(def.getParseErrors().toString());
        FormEntryModel model = new FormEntryModel(def);
        FormEntryController controller = new FormEntryController(model);
        def.initialize(true, new InstanceInitializationFactory());
        Map<String, Integer> repeats = new HashMap<>();
        for (int event = controller.stepToNextEvent(); event != FormEntryController.EVENT_END_OF_FORM; ) {
            if (event == FormEntryController.EVENT_QUESTION) answer(controller, model, wanted);
            if (event == FormEntryController.EVENT_PROMPT_NEW_REPEAT) {
                String where = model.getFormIndex().getReference().genericize().toString();
                int made = repeats.merge(where, 1, Integer::sum);
                if (made <= Integer.parseInt(wanted.getOrDefault("repeats", "1"))) controller.newRepeat();
            }
            event = controller.stepToNextEvent();
        }
        ValidateOutcome outcome = def.validate();
        if (outcome != null)
            throw new IllegalStateException("not valid: " + outcome.failedPrompt.getReference() + " " + outcome.outcome);
        controller.finalizeFormEntry();
        XFormSerializingVisitor serializer = new XFormSerializingVisitor();
        ByteArrayPayload payload = (ByteArrayPayload) serializer.createSerializedPayload(def.getInstance());
        try (InputStream from = payload.getPayloadStream()) {
            Files.copy(from, Paths.get(record), StandardCopyOption.REPLACE_EXISTING);
        }
        return warned;
    }

    /** Gives the first answer that the form takes, as somebody does who reads what it says. */
    static void answer(FormEntryController controller, FormEntryModel model, Map<String, String> wanted)
            throws Exception {
        FormEntryPrompt prompt = model.getQuestionPrompt();
        if (prompt.isReadOnly()) return;
        String name = prompt.getIndex().getReference().getNameLast();
        List<IAnswerData> possible = possible(prompt, wanted.get(name), name);
        if (possible.isEmpty()) return;
        for (IAnswerData one : possible)
            if (controller.answerQuestion(one, true) == FormEntryController.ANSWER_OK) return;
        throw new IllegalStateException(name + " does not take " + possible.get(0).getDisplayText());
    }

    static List<IAnswerData> possible(FormEntryPrompt prompt, String wanted, String name) throws Exception {
        List<IAnswerData> out = new ArrayList<>();
        int control = prompt.getControlType();
        boolean one = control == Constants.CONTROL_SELECT_ONE;
        if (one || control == Constants.CONTROL_SELECT_MULTI || control == Constants.CONTROL_RANK) {
            List<Selection> all = new ArrayList<>();
            for (SelectChoice choice : prompt.getSelectChoices()) {
                prompt.getSelectChoiceText(choice);
                if (wanted == null || Arrays.asList(wanted.split(" ")).contains(choice.getValue()))
                    all.add(choice.selection());
            }
            if (one) {
                for (Selection each : all) out.add(new SelectOneData(each));
            } else if (control == Constants.CONTROL_RANK) {
                if (!all.isEmpty()) out.add(new MultipleItemsData(all));
            } else {
                for (int many : new int[] {2, 4, 1})
                    if (many <= all.size()) out.add(new SelectMultiData(new ArrayList<>(all.subList(0, many))));
            }
            return out;
        }
        if ("".equals(wanted)) return out;
        String[] words = wanted != null ? new String[] {wanted} : WORDS;
        String[] numbers = wanted != null ? new String[] {wanted} : NUMBERS;
        if (control == Constants.CONTROL_TRIGGER) out.add(new StringData("OK"));
        else if (control == Constants.CONTROL_AUDIO_CAPTURE) out.add(new StringData(file(name, "m4a")));
        else if (control == Constants.CONTROL_VIDEO_CAPTURE) out.add(new StringData(file(name, "mp4")));
        else if (control == Constants.CONTROL_FILE_CAPTURE) out.add(new StringData(file(name, "pdf")));
        else switch (prompt.getDataType()) {
            case Constants.DATATYPE_BINARY: out.add(new StringData(file(name, "jpg"))); break;
            case Constants.DATATYPE_INTEGER: for (String n : numbers) out.add(new IntegerData(Integer.parseInt(n))); break;
            case Constants.DATATYPE_LONG: for (String n : numbers) out.add(new LongData(Long.parseLong(n))); break;
            case Constants.DATATYPE_DECIMAL: for (String n : numbers) out.add(new DecimalData(Double.parseDouble(n))); break;
            case Constants.DATATYPE_DATE: for (int days : DAYS) out.add(new DateData(day(days))); break;
            case Constants.DATATYPE_DATE_TIME: out.add(new DateTimeData(new Date())); break;
            case Constants.DATATYPE_TIME: out.add(new TimeData(new Date())); break;
            case Constants.DATATYPE_GEOPOINT: out.add(new GeoPointData(new double[] {25.5941, 85.1376, 53.0, 4.8})); break;
            case Constants.DATATYPE_GEOTRACE: case Constants.DATATYPE_GEOSHAPE: break;
            default: for (String word : words) out.add(new StringData(word));
        }
        return out;
    }

    static final String[] WORDS = {"Jhilmilita Phulkopi", "2011", "44", "4", "033 5550 4141"};
    static final String[] NUMBERS = {"3", "44", "2011", "1", "0"};
    static final int[] DAYS = {0, 30, 365};

    static Date day(int later) {
        return new Date(System.currentTimeMillis() + later * 86400000L);
    }

    /** What Collect calls a file: the moment in which it was made. */
    static String file(String name, String ending) {
        return (1767225600000L + Math.abs(name.hashCode() % 1000000)) + "." + ending;
    }

    /** What the phone says of itself. */
    static class Properties_ implements IPropertyManager {
        public List<String> getProperty(String name) { return List.of(String.valueOf(getSingularProperty(name))); }
        public String getSingularProperty(String name) {
            return name.equalsIgnoreCase("deviceid") ? "collect:aB3dE5gH7jK9mN1p"
                    : name.equalsIgnoreCase("username") ? "a phone's name" : "";
        }
        public void setProperty(String name, String value) {}
        public void setProperty(String name, List<String> value) {}
        public void addRules(IPropertyRules rules) {}
        public List<IPropertyRules> getRules() { return new ArrayList<>(); }
    }

    /** A file beside the form. */
    static class OnDisk implements Reference {
        final File file;
        final String uri;
        OnDisk(File file, String uri) { this.file = file; this.uri = uri; }
        public boolean doesBinaryExist() { return file.exists(); }
        public InputStream getStream() throws IOException { return new FileInputStream(file); }
        public String getURI() { return uri; }
        public String getLocalURI() { return file.getPath(); }
        public boolean isReadOnly() { return true; }
        public OutputStream getOutputStream() throws IOException { throw new IOException("read only"); }
        public void remove() {}
        public Reference[] probeAlternativeReferences() { return new Reference[0]; }
    }
}
